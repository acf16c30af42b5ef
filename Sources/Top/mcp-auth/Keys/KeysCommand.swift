import ArgumentParser
import AuthorizationServer
import JSON
import RouteManifest

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Show, rotate and retire the keys that a running server signs with.",
        discussion: """
            They go through the control socket in the data folder, which only this user
            and root may use. Of several processes that share a Redis one is asked; the
            others hear of it within half a minute.
            """,
        subcommands: [KeysListCommand.self, KeysRotateCommand.self, KeysRetireCommand.self])
}

/// A question to the running server, and how its answer is printed.
struct KeyQuestion: ParsableArguments {
    @Flag(help: "The answer as JSON, on one line.")
    var json = false

    @OptionGroup var options: ManifestOptions

    /// - Parameter text: The answer for people.
    func ask(
        _ command: String,
        _ question: (Manifest, ManifestFile) throws(RunningServer.Failure) -> JSONObject,
        text: (JSONObject) -> String
    ) throws {
        let (manifest, file) = try options.load(quietly: true)
        let answer: JSONObject
        do { answer = try question(manifest, file) } catch {
            printError("mcp-auth keys \(command): \(error)")
            throw ExitCode(1)
        }
        try printAnswer(
            json ? String(decoding: JSONValue.object(answer).serialized(), as: UTF8.self) : text(answer))
    }
}
