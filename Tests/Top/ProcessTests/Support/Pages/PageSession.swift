import Foundation
import Support
import Testing

/// Somebody who reads a page from top to bottom and pastes every block of commands.
///
/// The ports are others than those in the text, since the tests run beside each other: they are replaced in the
/// commands, in the samples that they name, and in what is expected. `make` builds, so for `make run` and `make demo` the program is
/// started as the Makefile does it, and of other targets only what they would do is asked. A server that is started ends the one before,
/// as Ctrl-C does.
final class PageSession {
    private static let variables = ".variables"
    /// What commands name of the repository.
    private static let given = ["scripts", "docs"]
    /// What programs keep in a home, which is the same folder here.
    private static let kept = [".cache", ".rustup"]
    private static let samples = "docs/samples"

    private let place: Workplace
    private let providerPort: Int
    private var server: ServerProcess?
    private var provider: ChildProcess?

    init() throws {
        place = try Workplace(defaults: true)
        providerPort = try freePort()
        try place.standIn(for: "debug")
        let files = FileManager.default
        try files.createSymbolicLink(
            at: place.folder.appendingPathComponent("scripts"),
            withDestinationURL: Installation.package.appendingPathComponent("scripts"))
        let samples = place.folder.appendingPathComponent(Self.samples)
        try files.createDirectory(at: samples, withIntermediateDirectories: true)
        let shipped = Installation.package.appendingPathComponent(Self.samples)
        for name in try files.contentsOfDirectory(atPath: shipped.path) {
            let text = try String(contentsOf: shipped.appendingPathComponent(name), encoding: .utf8)
            try adapted(text).write(
                to: samples.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
    }

    /// The text as it holds for the ports of this session.
    func adapted(_ text: String) -> String {
        text.replacing("3001", with: "\(place.port)").replacing("3232", with: "\(place.resourcePort)")
            .replacing(":8000", with: ":\(providerPort)")
    }

    func type(_ transcript: Transcript) async throws {
        let words = transcript.command.split(whereSeparator: { " \"".contains($0) })
        if transcript.command.hasSuffix("exec bin/nanoidp)") { return try await startProvider(transcript) }
        switch words.prefix(2) {
        case ["mcp-auth", "serve"]: try await start(transcript) { try await serve(transcript) }
        case ["make", "run"]: try await start(transcript) { try await place.serve() }
        case ["make", "demo"]:
            let asked = words.drop { $0 != "ARGS=" }.dropFirst().map(String.init)
            try await start(transcript) {
                try await place.demo(["--overlay", "\(Self.samples)/sample-client.yaml"] + asked)
            }
        case let other where other.first == "make": try await rehearse(transcript)
        default: try await run(transcript)
        }
    }

    /// What the commands have left in the folder, without what lay there before and what the session itself needs.
    func written() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place.folder.path).filter {
            !(["routes.yaml", "templates", Self.variables] + Self.given + Self.kept).contains($0)
                && !$0.hasSuffix(".log")
        }
    }

    func end() async throws {
        try await server?.stop()
        server = nil
    }

    /// A provider that goes on beside the servers. It takes the issuer's port from a file.
    private func startProvider(_ transcript: Transcript) async throws {
        let settings = """
            server: { host: 127.0.0.1, port: \(providerPort) }
            oauth:
              issuer: http://localhost:\(providerPort)
              clients: [{ client_id: demo-client, client_secret: demo-secret }]

            """
        let folder = place.folder.appendingPathComponent(".venv/config")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try settings.write(
            to: folder.appendingPathComponent("settings.yaml"), atomically: true, encoding: .utf8)
        // Without the shell around it, which would stay between.
        let command = String(transcript.command.dropFirst().dropLast())
        let started = try bash(command)
        provider = started
        try await expectStart(transcript) { started.output }
    }

    private func start(_ transcript: Transcript, _ launch: () async throws -> ServerProcess) async throws {
        try await end()
        let started = try await launch()
        server = started
        try await expectStart(transcript) { started.output }
    }

    /// What it writes may come after what it answers.
    private func expectStart(_ transcript: Transcript, of output: @Sendable () -> String) async throws {
        _ = try? await eventually("it has begun") { transcript.matchesStart(of: output()) ? () : nil }
        #expect(
            transcript.matchesStart(of: output()),
            "\(transcript.place)\nprinted:\n\(output())\ntext:\n\(transcript.output)")
    }

    /// The folder, variables and functions of the commands before.
    private var restored: String {
        "[ ! -f \(Self.variables) ] || { . ./\(Self.variables); cd \"$PWD\"; }"
    }

    /// Runs a command with the folder, variables and functions of those before it.
    private func run(_ transcript: Transcript) async throws {
        let before = server?.output.utf8.count ?? 0
        let shell = try bash(
            """
            \(restored)
            set -a
            \(transcript.command)
            { export -p; declare -f; } >\(place.folder.path)/\(Self.variables)
            """)
        // One of the commands installs something.
        try await shell.ended(within: .seconds(300))
        #expect(
            transcript.matches(shell.output),
            "\(transcript.place)\nprinted:\n\(shell.output)\ntext:\n\(transcript.output)")
        guard !transcript.told.isEmpty, let server else { return }
        let told = { String(decoding: server.output.utf8.dropFirst(before), as: UTF8.self) }
        _ = try? await eventually("the server says it") { transcript.isTold(in: told()) ? () : nil }
        #expect(
            transcript.isTold(in: told()),
            "\(transcript.place)\nthe server said:\n\(told())\ntext:\n\(transcript.told)")
    }

    /// A server that is started by its own name, in the folder of the commands before.
    private func serve(_ transcript: Transcript) async throws -> ServerProcess {
        try await ServerProcess(
            bash("\(restored)\nexec \(transcript.command)"), ready: place.issuer + "/health"
        ).announced()
    }

    private func bash(_ script: String) throws -> ChildProcess {
        try ChildProcess(
            URL(fileURLWithPath: "/bin/bash"), ["-c", script], environment: place.environment,
            in: place.folder)
    }

    private func rehearse(_ transcript: Transcript) async throws {
        let make = try ChildProcess(
            URL(fileURLWithPath: "/bin/bash"),
            ["-c", "cd \"$PACKAGE\" && exec make --dry-run ${COMMAND#make}"],
            environment: place.environment.merging(
                ["PACKAGE": Installation.package.path, "COMMAND": transcript.command],
                uniquingKeysWith: { $1 }),
            in: place.folder)
        #expect(try await make.ended() == .status(0), "\(transcript.place)\n\(make.output)")
    }
}
