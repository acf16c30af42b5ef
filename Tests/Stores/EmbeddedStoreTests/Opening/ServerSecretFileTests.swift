import Cryptography
import EmbeddedStore
import Foundation
import Support
import Testing
import WireText

@Suite("server secret")
struct ServerSecretFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/server.secret" }

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("is made once, for this user alone, and is the same ever after")
    func made() throws {
        let secret = try ServerSecretFile.loadOrCreate(path: path)
        #expect(secret.count == 32)
        #expect(try TemporaryFolder.mode(of: path) == 0o600)
        #expect(try ServerSecretFile.loadOrCreate(path: path) == secret)
        #expect(try ServerSecretFile.load(path: path) == secret)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["server.secret"])
    }

    @Test("is a line of base64url")
    func text() throws {
        let secret = try ServerSecretFile.loadOrCreate(path: path, random: .seeded(1))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == Base64URL.encode(secret) + "\n")
        #expect(secret == RandomSource.seeded(1).bytes(32))
    }

    @Test("may stand among white space", arguments: ["%", "%\n", "  %\r\n\n", "\n%"])
    func whiteSpace(_ shape: String) throws {
        let secret = [UInt8](repeating: 9, count: 32)
        try folder.write(shape.replacing("%", with: Base64URL.encode(secret)), to: "server.secret")
        #expect(try ServerSecretFile.loadOrCreate(path: path) == secret)
    }

    @Test(
        "of another length or alphabet is refused, and never replaced",
        arguments: [
            "", "\n", "short", Base64URL.encode([UInt8](repeating: 1, count: 31)),
            Base64URL.encode([UInt8](repeating: 1, count: 33)), String(repeating: "+", count: 43),
            Base64URL.encode([UInt8](repeating: 1, count: 32)) + " x",
        ])
    func malformed(_ text: String) throws {
        try folder.write(text, to: "server.secret")
        #expect(throws: StoreOpeningError.malformedSecret(path: path)) {
            try ServerSecretFile.loadOrCreate(path: path)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test("that is not there is an error for who only reads it")
    func missing() {
        #expect(throws: StoreOpeningError.notWritable(path: path, cause: "No such file or directory")) {
            try ServerSecretFile.load(path: path)
        }
    }

    @Test("survives a crash between draft and file: the draft of the dead does not count")
    func draft() throws {
        try folder.write("half a sec", to: "server.secret.new")
        let secret = try ServerSecretFile.loadOrCreate(path: path)
        #expect(try ServerSecretFile.load(path: path) == secret)
    }
}
