import ArgumentParser
import AuthorizationServer
import JSON
import WireText

struct Reload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Have the running server read its files again, and say what has changed.",
        discussion: """
            The server reads the files that it was started with, with its own options
            and environment. What is wrong with them is told here, and all goes on as
            before; else they are served from the next request on.
            Goes through the control socket in the data folder, which only this user and
            root may use.

            Exit status 0 when the files are served, 1 when no server runs, 2 when they
            were refused.
            """)

    @OptionGroup var options: ManifestOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        var answer: JSONObject
        do { answer = try ServerReload.ask(options.manifest.read(options.changes.overrides)) } catch {
            printError("mcp-auth reload: \(error)")
            throw ExitCode(1)
        }
        let text = answer["text"]?.string?.shown ?? ""
        answer["text"] = nil
        let isRefused = answer["outcome"]?.string == "refused"
        switch output.format {
        case .text where isRefused: printError(text)
        case .text: try printAnswer(text)
        case .json: try printAnswer(JSONValue.object(answer).line)
        }
        guard !isRefused else { throw ExitCode(2) }
    }
}
