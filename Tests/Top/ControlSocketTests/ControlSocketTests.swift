import Foundation
import Glibc
import JSON
import Logging
import NIOPosix
import Support
import Testing

@testable import ControlSocket

/// A folder of one test with a server in it, and one who asks.
private final class Place {
    private let place: TemporaryFolder
    let log = LogLines()

    init() throws {
        place = try TemporaryFolder()
    }

    var folder: String { place.path }

    var files: Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    }

    /// - Parameter patience: Without end as a rule: how fast this machine is today is not what a test is about.
    func open(
        port: Int = 3001, in folder: String? = nil, patience: Duration = .seconds(86_400)
    ) async -> ControlServer? {
        await ControlServer.open(
            in: folder ?? self.folder, port: port, loops: .singleton, patience: patience,
            logger: log.logger(),
            commands: [
                "echo": { request in
                    .success(JSONObject(["port": .integer(Int64(port)), "said": request["say"]]))
                },
                "refuse": { _ in .failure(ControlRefusal("not today")) },
            ])
    }

    func echo(_ text: String = "", port: Int = 3001) async -> Result<JSONObject, ControlRefusal>? {
        await ask("echo", JSONObject(["say": .string(text)]), port: port)
    }

    func ask(
        _ command: String, _ arguments: JSONObject = JSONObject(), port: Int = 3001
    ) async -> Result<JSONObject, ControlRefusal>? {
        await waiting { [folder] in ControlClient.ask(command, arguments, in: folder, port: port) }
    }

    /// Sends bytes, and returns all that comes back until the server hangs up or has sent so many lines.
    func raw(_ bytes: [UInt8], lines: Int, inPieces: Bool = false) async throws -> String {
        try await waiting { [folder] in
            Result { try Self.raw(inPieces ? bytes.map { [$0] } : [bytes], lines, folder) }
        }.get()
    }

    private static func raw(_ pieces: [[UInt8]], _ lines: Int, _ folder: String) throws -> String {
        let descriptor = try #require(ControlPlace.connect(folder + "/control.sock"))
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        // The server may have hung up before it was all sent.
        for bytes in pieces {
            _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
        var received: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        while received.count(where: { $0 == 0x0a }) < lines {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EAGAIN { throw TestFailure("neither an answer nor an end") }
            guard count > 0 else { break }
            received += block[..<count]
        }
        return String(decoding: received, as: UTF8.self)
    }
}

/// Does what blocks on a thread of its own: the server answers from the threads of tasks.
private func waiting<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}

@Suite("the control socket")
struct ControlSocketTests {
    @Test("answers a command, and only its user may open it")
    func answers() async throws {
        let place = try Place()
        let server = try #require(await place.open())
        #expect(await place.echo("hello") == .success(JSONObject(["port": 3001, "said": "hello"])))
        let attributes = try FileManager.default.attributesOfItem(atPath: server.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.type] as? FileAttributeType == .typeSocket)
        #expect(
            await place.ask("refuse") == .failure(ControlRefusal("not today")))
        #expect(
            await place.ask("other")
                == .failure(ControlRefusal("unknown command")))
        await server.close()
        #expect(place.files == [])
        #expect(await place.echo() == nil)
        #expect(place.log.all == [])
    }

    @Test("what isn't a command is told so and hung up on, and the next one is answered")
    func garbage() async throws {
        let place = try Place()
        let server = try #require(await place.open())
        let refusal = "{\"error\":\"a request is a JSON object with 'command', on one line\"}\n"
        for text in [
            "\n", "GET / HTTP/1.1\r\n", "[]\n", "{}\n", "{\"command\":1}\n", "{\"command\"\n", "\u{0}\n",
        ] {
            #expect(try await place.raw(Array(text.utf8), lines: 2) == refusal)
        }
        #expect(try await place.raw([0xff, 0xfe, 0x0a], lines: 2) == refusal)
        let endless = try await place.raw([UInt8](repeating: 0x78, count: 100_000), lines: 2)
        #expect(endless == "{\"error\":\"a request has at most 4096 bytes\"}\n" || endless == "")
        #expect(await place.echo("still there") != nil)
        await server.close()
    }

    @Test("several requests on one connection are answered in their order")
    func pipelined() async throws {
        let place = try Place()
        let server = try #require(await place.open())
        let requests = ["a", "b", "c"].map { "{\"command\":\"echo\",\"say\":\"\($0)\"}\n" }.joined()
        let answers = try await place.raw(Array(requests.utf8), lines: 3)
        #expect(
            answers
                == ["a", "b", "c"].map { "{\"result\":{\"port\":3001,\"said\":\"\($0)\"}}\n" }.joined())
        await server.close()
    }

    @Test("a request that comes in pieces is one; half of one is none")
    func pieces() async throws {
        let place = try Place()
        let server = try #require(await place.open())
        let answer = try await place.raw(Array("{\"command\":\"echo\"}\n".utf8), lines: 1, inPieces: true)
        #expect(answer == "{\"result\":{\"port\":3001}}\n")
        let half = try #require(ControlPlace.connect(place.folder + "/control.sock"))
        _ = Array("{\"comm".utf8).withUnsafeBytes { send(half, $0.baseAddress, $0.count, 0) }
        close(half)
        #expect(await place.echo() != nil)
        await server.close()
    }

    @Test("who says nothing, or half of what is to be said, is hung up on after a while")
    func silence() async throws {
        let place = try Place()
        let server = try #require(await place.open(patience: .milliseconds(1)))
        #expect(try await place.raw([], lines: 1) == "")
        #expect(try await place.raw(Array("{\"comm".utf8), lines: 1) == "")
        await server.close()
    }

    @Test("what a killed process left behind is replaced")
    func stale() async throws {
        let place = try Place()
        let left = try ControlPlace.bind(in: place.folder, port: 1)
        close(left.descriptor)
        #expect(place.files == ["control.sock"])
        // A program that another test is just starting has the socket as well, until it is one.
        try await eventually("nobody listens") { await place.echo() == nil ? () : nil }
        let server = try #require(await place.open())
        #expect(await place.echo() != nil)
        #expect(place.files == ["control.sock"])
        await server.close()
    }

    @Test(
        "a second process of the folder has its port in the name; each is asked by its port, and removes only its own"
    )
    func several() async throws {
        let place = try Place()
        let first = try #require(await place.open(port: 3001))
        let second = try #require(await place.open(port: 3002))
        #expect(place.files == ["control.sock", "control-3002.sock"])
        #expect(await place.echo(port: 3001) == .success(JSONObject(["port": 3001, "said": ""])))
        #expect(await place.echo(port: 3002) == .success(JSONObject(["port": 3002, "said": ""])))
        await first.close()
        #expect(place.files == ["control-3002.sock"])
        let third = try #require(await place.open(port: 3003))
        #expect(third.path.hasSuffix("/control.sock"))
        await second.close()
        await third.close()
        #expect(place.files == [])
    }

    @Test("a process that has bound its socket and answers nobody yet is not taken for a dead one")
    func starting() throws {
        let place = try Place()
        let bound = try [1, 2].map { try ControlPlace.bind(in: place.folder, port: $0) }
        defer { for socket in bound { close(socket.descriptor) } }
        #expect(bound.map(\.path) == ["control.sock", "control-2.sock"].map { place.folder + "/" + $0 })
        #expect(Set(bound.map(\.inode)).count == 2)
    }

    @Test("a socket that another process has put in the place of ours is not removed")
    func foreign() async throws {
        let place = try Place()
        let server = try #require(await place.open())
        unlink(server.path)
        try Data("theirs".utf8).write(to: URL(fileURLWithPath: server.path))
        await server.close()
        #expect(place.files == ["control.sock"])
    }

    @Test("where there can be none a line is logged, and that is all")
    func impossible() async throws {
        let place = try Place()
        let long = place.folder + "/" + String(repeating: "x", count: 100)
        try FileManager.default.createDirectory(atPath: long, withIntermediateDirectories: true)
        #expect(await place.open(in: long) == nil)
        #expect(await place.open(in: place.folder + "/nowhere") == nil)
        #expect(place.log.all.count == 2)
        #expect(place.log.all.first?.contains("its path is longer than 107 bytes") == true)
        #expect(place.log.all.last?.contains("No such file or directory") == true)
    }

    @Test(
        "a program of another user is turned away, even one that gets as far as the socket",
        .enabled(if: geteuid() == 0))
    func otherUser() async throws {
        let place = try Place()
        let server = try #require(await place.open())
        chmod(place.folder, 0o755)
        chmod(server.path, 0o666)
        let text = try await runProgram([
            "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "/usr/bin/perl", "-MSocket",
            "-e",
            """
            socket(my $s, PF_UNIX, SOCK_STREAM, 0); connect($s, pack_sockaddr_un($ARGV[0])) or die $!;
            $SIG{PIPE} = 'IGNORE'; syswrite($s, "{\\"command\\":\\"echo\\"}\\n"); my $answer = "";
            sysread($s, $answer, 100); print "[$answer]";
            """, server.path,
        ]).output
        #expect(text == "[]")
        #expect(place.log.all.count == 1)
        #expect(await place.echo() != nil)
        await server.close()
    }
}
