import Foundation
import Support
import Testing

/// Somebody who reads the README from top to bottom and pastes every block of commands.
///
/// The ports are others than those in the text, since the tests run beside each other: they are replaced in the
/// commands and in what is expected. `make` builds, so for `make run` and `make demo` the program is started as the Makefile
/// does it, and of other targets only what they would do is asked.
final class ReadmeSession {
    private static let variables = ".variables"
    /// What commands name of the repository.
    private static let linked = ["scripts", "docs"]

    private let place: Workplace
    private let overlays: TemporaryFolder
    private var server: ServerProcess?

    init() throws {
        place = try Workplace(defaults: true)
        overlays = try TemporaryFolder()
        try place.standIn(for: "debug")
        for name in Self.linked {
            try FileManager.default.createSymbolicLink(
                at: place.folder.appendingPathComponent(name),
                withDestinationURL: Installation.package.appendingPathComponent(name))
        }
        let overlay = try String(
            contentsOf: Installation.package.appendingPathComponent("docs/samples/sample-client.yaml"),
            encoding: .utf8)
        try overlays.write(adapted(overlay), to: "sample-client.yaml")
    }

    /// The text as it holds for the ports of this session.
    func adapted(_ text: String) -> String {
        text.replacing("3001", with: "\(place.port)").replacing("3232", with: "\(place.resourcePort)")
    }

    func type(_ transcript: Transcript) async throws {
        let words = transcript.command.split(separator: " ")
        guard words.first == "make" else { return try await run(transcript) }
        switch words.dropFirst().first {
        case "run": try await start(transcript) { try await place.serve() }
        case "demo":
            try await start(transcript) {
                try await place.demo(["--overlay", overlays.path + "/sample-client.yaml"])
            }
        default: try await rehearse(transcript)
        }
    }

    /// What the commands have left in the folder, without what lay there before and what the session itself needs.
    func written() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place.folder.path).filter {
            !(["routes.yaml", "templates", Self.variables] + Self.linked).contains($0)
                && !$0.hasSuffix(".log")
        }
    }

    func end() async throws {
        try await server?.stop()
        server = nil
    }

    private func start(_ transcript: Transcript, _ launch: () async throws -> ServerProcess) async throws {
        try await end()
        let started = try await launch()
        server = started
        // What it writes may come after what it answers.
        _ = try? await eventually("it has begun") { transcript.matchesStart(of: started.output) ? () : nil }
        #expect(
            transcript.matchesStart(of: started.output),
            "\(transcript.place)\nprinted:\n\(started.output)\ntext:\n\(transcript.output)")
    }

    /// Runs a command with the variables and functions of those before it.
    private func run(_ transcript: Transcript) async throws {
        let script = """
            [ -f \(Self.variables) ] && . ./\(Self.variables)
            set -a
            \(transcript.command)
            { export -p; declare -f; } >\(Self.variables)
            """
        let shell = try ChildProcess(
            URL(fileURLWithPath: "/bin/bash"), ["-c", script], environment: place.environment,
            in: place.folder)
        try await shell.ended()
        #expect(
            transcript.matches(shell.output),
            "\(transcript.place)\nprinted:\n\(shell.output)\ntext:\n\(transcript.output)")
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
