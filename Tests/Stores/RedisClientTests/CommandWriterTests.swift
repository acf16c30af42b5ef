import NIOCore
import RedisURL
import Testing

@testable import RedisClient

@Suite("commands")
struct CommandWriterTests {
    private func wire(_ commands: [RedisCommand]) -> String {
        var writer = CommandWriter()
        var buffer = ByteBuffer()
        for command in commands { #expect(writer.write(command, to: &buffer)) }
        return String(buffer: buffer)
    }

    @Test("a command is an array of strings: name, key, arguments")
    func form() {
        #expect(wire([.of("SET", "a", "bc")]) == "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$2\r\nbc\r\n")
        #expect(wire([RedisCommand("PING")]) == "*1\r\n$4\r\nPING\r\n")
        #expect(
            wire([RedisCommand("CLIENT", words: "SETNAME", "x")])
                == "*3\r\n$6\r\nCLIENT\r\n$7\r\nSETNAME\r\n$1\r\nx\r\n")
    }

    @Test("empty arguments and arguments with line breaks arrive as they are")
    func binary() {
        #expect(wire([.of("SET", "", "\r\n$\0")]) == "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$4\r\n\r\n$\0\r\n")
        #expect(wire([RedisCommand("", [[]])]) == "*2\r\n$0\r\n\r\n$0\r\n\r\n")
    }

    @Test("one writer writes many commands, and none leaves a trace in the next")
    func reuse() {
        let large = RedisCommand("SET", key: [1], [[UInt8](repeating: 65, count: 100_000)])
        #expect(
            wire([large, RedisCommand("PING"), .of("GET", "a")]).hasSuffix(
                "*1\r\n$4\r\nPING\r\n*2\r\n$3\r\nGET\r\n$1\r\na\r\n"))
    }

    @Test("a script is called by its digest, with the number of its keys")
    func script() {
        var writer = CommandWriter()
        var buffer = ByteBuffer()
        #expect(writer.write("EVALSHA", "abc", keys: [[65], [66]], arguments: [[67]], to: &buffer))
        #expect(
            String(buffer: buffer)
                == "*6\r\n$7\r\nEVALSHA\r\n$3\r\nabc\r\n$1\r\n2\r\n$1\r\nA\r\n$1\r\nB\r\n$1\r\nC\r\n")
    }

    @Test("ten thousand arguments are no problem, more than the server takes are refused")
    func many() {
        var writer = CommandWriter()
        var buffer = ByteBuffer()
        #expect(writer.write(RedisCommand("DEL", Array(repeating: [65], count: 10_000)), to: &buffer))
        #expect(
            buffer.readableBytes == "*10001\r\n$3\r\nDEL\r\n".utf8.count + 10_000 * "$1\r\nA\r\n".utf8.count)
        buffer.clear()
        #expect(!writer.write(RedisCommand("DEL", Array(repeating: [], count: 1 << 20)), to: &buffer))
        #expect(buffer.readableBytes == 0)
        #expect(writer.write(RedisCommand("PING"), to: &buffer))
        #expect(String(buffer: buffer) == "*1\r\n$4\r\nPING\r\n")
    }
}
