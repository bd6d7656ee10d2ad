package dev.lakegate.sandbox.service;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Describes calls whose messages are plain bytes, which need no compiler of protocol buffers.
public final class GrpcMethods {
    public static final String SERVICE = "sandbox.Calls";

    private GrpcMethods() {}

    public static MethodDescriptor<byte[], byte[]> unary(String name) {
        return method(name, MethodType.UNARY);
    }

    public static MethodDescriptor<byte[], byte[]> clientStreaming(String name) {
        return method(name, MethodType.CLIENT_STREAMING);
    }

    public static MethodDescriptor<byte[], byte[]> serverStreaming(String name) {
        return method(name, MethodType.SERVER_STREAMING);
    }

    public static MethodDescriptor<byte[], byte[]> bothStreaming(String name) {
        return method(name, MethodType.BIDI_STREAMING);
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setType(type)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
