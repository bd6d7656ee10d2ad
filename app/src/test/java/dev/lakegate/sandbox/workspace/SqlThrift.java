package dev.lakegate.sandbox.workspace;

import com.databricks.internal.apache.thrift.TApplicationException;
import com.databricks.internal.apache.thrift.TException;
import com.databricks.internal.apache.thrift.TSerializable;
import com.databricks.internal.apache.thrift.protocol.TBinaryProtocol;
import com.databricks.internal.apache.thrift.protocol.TMessage;
import com.databricks.internal.apache.thrift.protocol.TMessageType;
import com.databricks.internal.apache.thrift.protocol.TProtocol;
import com.databricks.internal.apache.thrift.transport.TMemoryBuffer;
import com.databricks.internal.apache.thrift.transport.TMemoryInputTransport;
import com.databricks.jdbc.model.client.thrift.generated.TCLIService;
import com.databricks.jdbc.model.client.thrift.generated.TCloseOperationResp;
import com.databricks.jdbc.model.client.thrift.generated.TCloseSessionResp;
import com.databricks.jdbc.model.client.thrift.generated.TExecuteStatementReq;
import com.databricks.jdbc.model.client.thrift.generated.TExecuteStatementResp;
import com.databricks.jdbc.model.client.thrift.generated.TFetchResultsReq;
import com.databricks.jdbc.model.client.thrift.generated.TFetchResultsResp;
import com.databricks.jdbc.model.client.thrift.generated.TGetOperationStatusResp;
import com.databricks.jdbc.model.client.thrift.generated.THandleIdentifier;
import com.databricks.jdbc.model.client.thrift.generated.TOpenSessionResp;
import com.databricks.jdbc.model.client.thrift.generated.TOperationHandle;
import com.databricks.jdbc.model.client.thrift.generated.TOperationState;
import com.databricks.jdbc.model.client.thrift.generated.TOperationType;
import com.databricks.jdbc.model.client.thrift.generated.TProtocolVersion;
import com.databricks.jdbc.model.client.thrift.generated.TSessionHandle;
import com.databricks.jdbc.model.client.thrift.generated.TSparkDirectResults;
import com.databricks.jdbc.model.client.thrift.generated.TStatus;
import com.databricks.jdbc.model.client.thrift.generated.TStatusCode;
import dev.lakegate.sandbox.workspace.Warehouse.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The warehouse by HiveServer2's Thrift calls over HTTP, in the words of the driver's own generated classes. A long
/// answer is fetched in batches.
final class SqlThrift {
    static final String PREFIX = "/sql/1.0/warehouses/";

    private static final TStatus DONE = new TStatus(TStatusCode.SUCCESS_STATUS);

    private final Map<ByteBuffer, Operation> operations = new ConcurrentHashMap<>();

    /// What is left to be fetched of an answer.
    private static final class Operation {
        private final Table table;
        private int fetched;

        Operation(Table table) {
            this.table = table;
        }

        TFetchResultsResp next() {
            int to = Math.min(fetched + ThriftTable.BATCH_ROWS, table.rows().size());
            var batch = ThriftTable.rows(table, fetched, to);
            fetched = to;
            return new TFetchResultsResp(DONE)
                    .setResults(batch)
                    .setHasMoreRows(to < table.rows().size())
                    .setResultSetMetadata(ThriftTable.metadata(table, DONE));
        }
    }

    void answer(Call call, Principal caller) throws IOException, Refusal {
        if (!call.method().equals("POST")) {
            throw Refusal.noSuchApi(call);
        }
        byte[] request = call.body().readAllBytes();
        byte[] response;
        try {
            var out = new TMemoryBuffer(1024);
            answer(new TBinaryProtocol(new TMemoryInputTransport(request)), new TBinaryProtocol(out), caller);
            response = Arrays.copyOf(out.getArray(), out.length());
        } catch (TException malformed) {
            throw Refusal.api(400, "MALFORMED_REQUEST", Objects.toString(malformed.getMessage(), "no Thrift"));
        }
        call.field("Content-Type", "application/x-thrift");
        try (var out = call.out()) {
            out.write(response);
        }
        call.end();
    }

    private void answer(TProtocol in, TProtocol out, Principal caller) throws TException {
        TMessage message = in.readMessageBegin();
        TSerializable result = switch (message.name) {
            case "OpenSession" -> new TCLIService.OpenSession_result().setSuccess(openSession());
            case "CloseSession" -> new TCLIService.CloseSession_result().setSuccess(new TCloseSessionResp(DONE));
            case "ExecuteStatement" -> {
                var asked = read(in, new TCLIService.ExecuteStatement_args());
                yield new TCLIService.ExecuteStatement_result().setSuccess(execute(asked.getReq(), caller));
            }
            case "FetchResults" -> {
                var asked = read(in, new TCLIService.FetchResults_args());
                yield new TCLIService.FetchResults_result().setSuccess(fetch(asked.getReq()));
            }
            case "CloseOperation" -> {
                var asked = read(in, new TCLIService.CloseOperation_args());
                operations.remove(
                        asked.getReq().getOperationHandle().getOperationId().bufferForGuid());
                yield new TCLIService.CloseOperation_result().setSuccess(new TCloseOperationResp(DONE));
            }
            default ->
                new TApplicationException(TApplicationException.UNKNOWN_METHOD, "not in the sandbox: " + message.name);
        };
        byte kind = result instanceof TApplicationException ? TMessageType.EXCEPTION : TMessageType.REPLY;
        out.writeMessageBegin(new TMessage(message.name, kind, message.seqid));
        result.write(out);
        out.writeMessageEnd();
    }

    private static <T extends TSerializable> T read(TProtocol in, T arguments) throws TException {
        arguments.read(in);
        in.readMessageEnd();
        return arguments;
    }

    private static TOpenSessionResp openSession() {
        return new TOpenSessionResp(DONE, TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V8)
                .setSessionHandle(new TSessionHandle(newHandle()));
    }

    private TExecuteStatementResp execute(TExecuteStatementReq asked, Principal caller) {
        var answer = Warehouse.answer(asked.getStatement(), caller);
        if (answer.isEmpty()) {
            return new TExecuteStatementResp(new TStatus(TStatusCode.ERROR_STATUS)
                    .setSqlState("42601")
                    .setErrorMessage(Warehouse.notUnderstood(asked.getStatement())));
        }
        var operation = new Operation(answer.get());
        var handle = newHandle();
        operations.put(handle.bufferForGuid(), operation);
        return new TExecuteStatementResp(DONE)
                .setOperationHandle(new TOperationHandle(handle, TOperationType.EXECUTE_STATEMENT, true))
                .setDirectResults(new TSparkDirectResults()
                        .setOperationStatus(
                                new TGetOperationStatusResp(DONE).setOperationState(TOperationState.FINISHED_STATE))
                        .setResultSetMetadata(ThriftTable.metadata(answer.get(), DONE))
                        .setResultSet(operation.next()));
    }

    private TFetchResultsResp fetch(TFetchResultsReq asked) {
        var operation =
                operations.get(asked.getOperationHandle().getOperationId().bufferForGuid());
        return operation == null
                ? new TFetchResultsResp(new TStatus(TStatusCode.INVALID_HANDLE_STATUS))
                : operation.next();
    }

    private static THandleIdentifier newHandle() {
        return new THandleIdentifier(random(), random());
    }

    private static ByteBuffer random() {
        var id = UUID.randomUUID();
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip();
    }
}
