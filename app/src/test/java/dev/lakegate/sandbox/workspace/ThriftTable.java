package dev.lakegate.sandbox.workspace;

import com.databricks.jdbc.model.client.thrift.generated.TColumn;
import com.databricks.jdbc.model.client.thrift.generated.TColumnDesc;
import com.databricks.jdbc.model.client.thrift.generated.TGetResultSetMetadataResp;
import com.databricks.jdbc.model.client.thrift.generated.TI32Column;
import com.databricks.jdbc.model.client.thrift.generated.TPrimitiveTypeEntry;
import com.databricks.jdbc.model.client.thrift.generated.TRowSet;
import com.databricks.jdbc.model.client.thrift.generated.TSparkRowSetType;
import com.databricks.jdbc.model.client.thrift.generated.TStatus;
import com.databricks.jdbc.model.client.thrift.generated.TStringColumn;
import com.databricks.jdbc.model.client.thrift.generated.TTableSchema;
import com.databricks.jdbc.model.client.thrift.generated.TTypeDesc;
import com.databricks.jdbc.model.client.thrift.generated.TTypeEntry;
import com.databricks.jdbc.model.client.thrift.generated.TTypeId;
import dev.lakegate.sandbox.workspace.Warehouse.Column;
import dev.lakegate.sandbox.workspace.Warehouse.Table;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/// A table in Thrift's words, column by column.
final class ThriftTable {
    /// How many rows are sent at a time.
    static final int BATCH_ROWS = 1_000;

    private ThriftTable() {}

    static TGetResultSetMetadataResp metadata(Table table, TStatus status) {
        return new TGetResultSetMetadataResp(status)
                .setSchema(new TTableSchema(IntStream.range(0, table.columns().size())
                        .mapToObj(position -> description(table.columns().get(position), position + 1))
                        .toList()))
                .setResultFormat(TSparkRowSetType.COLUMN_BASED_SET);
    }

    /// The rows from one, counted from 0, up to before another.
    static TRowSet rows(Table table, int from, int to) {
        var rows = table.rows().subList(from, to);
        return new TRowSet(from, List.of())
                .setColumnCount(table.columns().size())
                .setColumns(IntStream.range(0, table.columns().size())
                        .mapToObj(position -> column(table.columns().get(position), position, rows))
                        .toList());
    }

    private static TColumnDesc description(Column column, int position) {
        var type = switch (column.type()) {
            case INT -> TTypeId.INT_TYPE;
            case STRING -> TTypeId.STRING_TYPE;
        };
        var entry = TTypeEntry.primitiveEntry(new TPrimitiveTypeEntry(type));
        return new TColumnDesc(column.name(), new TTypeDesc(List.of(entry)), position);
    }

    private static TColumn column(Column column, int position, List<List<Object>> rows) {
        var noNulls = ByteBuffer.wrap(new byte[0]);
        var values = rows.stream().map(row -> row.get(position));
        return switch (column.type()) {
            case INT ->
                TColumn.i32Val(
                        new TI32Column(values.map(value -> (Integer) value).toList(), noNulls));
            case STRING ->
                TColumn.stringVal(
                        new TStringColumn(values.map(value -> (String) value).toList(), noNulls));
        };
    }
}
