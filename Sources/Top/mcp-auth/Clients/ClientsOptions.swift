import ArgumentParser
import AuthorizationServer
import JSON
import WireText

/// What the commands have in common that ask a running server about its clients.
struct ClientsOptions: ParsableArguments {
    @Flag(help: "The answer as JSON, on one line.")
    var json = false

    @OptionGroup var options: ManifestOptions

    /// - Parameter command: Its name, for what goes wrong.
    func ask(_ command: String, _ question: ClientDecisions) throws -> JSONObject {
        let (manifest, file) = try options.load(quietly: true)
        do { return try question.ask(manifest, file: file) } catch {
            printError("mcp-auth clients \(command): \(error)")
            throw ExitCode(1)
        }
    }

    func print(_ answer: JSONObject, _ lines: (JSONObject) -> [String]) throws {
        try printAnswer(
            json
                ? String(decoding: JSONValue.object(answer).serialized(), as: UTF8.self)
                : lines(answer).joined(separator: "\n"))
    }

    func decide(_ command: String, _ id: String, _ verdict: String) throws {
        let answer = try ask(command, .decide(id, verdict))
        try print(answer) { _ in ["\(verdict) \(WireText(id).excerpt(2048))"] }
    }
}
