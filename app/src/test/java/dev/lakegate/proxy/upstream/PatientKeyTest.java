package dev.lakegate.proxy.upstream;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a connection's key tells the system, and what it tells the one who reads.
@Timeout(30)
class PatientKeyTest {
    private Selector selector;
    private SocketChannel client;
    private SocketChannel accepted;
    private SelectionKey systems;
    private SelectionKey patient;

    @BeforeEach
    void connect() throws IOException {
        selector = Selector.open();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client = SocketChannel.open(server.getLocalAddress());
            accepted = server.accept();
        }
        accepted.configureBlocking(false);
        systems = accepted.register(selector, 0);
        patient = new PatientKey(systems);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        accepted.close();
        selector.close();
    }

    @Test
    void while_nothing_comes_the_system_is_not_told_that_nobody_reads() {
        patient.interestOps(OP_READ);
        patient.interestOps(0);

        assertThat(patient.interestOps()).isZero();
        assertThat(systems.interestOps()).isEqualTo(OP_READ);
    }

    @Test
    void what_comes_while_nobody_reads_is_told_to_nobody_and_wakes_the_selector_once() throws IOException {
        patient.interestOps(OP_READ);
        patient.interestOps(0);
        send();

        wakesTheSelectorOnceAndTellsNobody();
    }

    @Test
    void it_is_told_when_somebody_reads_again() throws IOException {
        patient.interestOps(OP_READ);
        patient.interestOps(0);
        send();
        selector.select();
        patient.readyOps();
        selector.selectedKeys().clear();

        patient.interestOps(OP_READ);

        assertThat(selector.select()).isOne();
        assertThat(patient.readyOps()).isEqualTo(OP_READ);
    }

    @Test
    void a_client_that_goes_away_while_nobody_reads_wakes_the_selector_once() throws IOException {
        patient.interestOps(OP_READ);
        patient.interestOps(0);
        client.close();

        wakesTheSelectorOnceAndTellsNobody();
    }

    @Test
    void whoever_wants_to_write_alone_is_not_told_of_what_can_be_read() throws IOException {
        patient.interestOps(OP_READ);
        send();
        selector.select(); // it has come
        selector.selectedKeys().clear();
        patient.interestOps(OP_WRITE);

        assertThat(selector.select()).isOne();
        assertThat(systems.readyOps()).isEqualTo(OP_READ | OP_WRITE);
        assertThat(patient.readyOps()).isEqualTo(OP_WRITE);
        assertThat(systems.interestOps()).isEqualTo(OP_WRITE);
    }

    private void wakesTheSelectorOnceAndTellsNobody() throws IOException {
        assertThat(selector.select()).isOne();
        assertThat(patient.readyOps()).isZero();
        selector.selectedKeys().clear();
        assertThat(selector.selectNow()).isZero();
    }

    private void send() throws IOException {
        client.write(ByteBuffer.wrap(new byte[] {'x'}));
    }
}
