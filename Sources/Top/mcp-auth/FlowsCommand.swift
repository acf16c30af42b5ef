import ArgumentParser
import AuthorizationServer
import JSON
import WireText

struct FlowsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flows",
        abstract: "Show what the running server saw of attempts to log in, and where they stopped.",
        discussion: """
            Each attempt of a client is a flow: how far it came, what became of it, and
            what to do about it. With the name of one, each of its hops. The newest comes
            last, two hundred at most.
            Goes through the control socket in the data folder, which only this user and
            root may use. A server keeps a timeline while a route with handler flows.show
            is on; each process shows its own.
            Exit status 0 with an answer, 1 when no server runs, or none that has one.

            Examples:
              mcp-auth flows --follow --client vscode
              mcp-auth flows lpVkOwn1C4bLQp2w > report.txt
            """)

    @Argument(help: ArgumentHelp("One flow, by its name here or in the log.", valueName: "flow"))
    var flow: String?

    @Flag(help: "Go on with what changes, until it is stopped.")
    var follow = false

    @Option(help: ArgumentHelp("A part of the client's id or name.", valueName: "text"))
    var client: String?

    @Flag(help: "JSON, a flow on each line.")
    var json = false

    @OptionGroup var options: ManifestOptions

    func validate() throws {
        guard flow != nil, follow || client != nil else { return }
        throw ValidationError("--follow and --client are for all flows: leave the name out")
    }

    func run() throws {
        let (manifest, file) = try options.load(quietly: true)
        let question =
            flow.map { FlowQuestion(flow: $0, asJSON: json) } ?? FlowQuestion(client: client, asJSON: json)
        func ask(_ question: FlowQuestion) throws -> JSONObject {
            do { return try question.ask(manifest, file: file) } catch {
                printError("mcp-auth flows: \(error)")
                throw ExitCode(1)
            }
        }
        var answer = try ask(question)
        try show(answer)
        if !json, !follow, answer["flows"]?.array?.isEmpty == true { try printAnswer("no flows") }
        while follow {
            answer = try ask(question.after(answer))
            try show(answer)
        }
    }

    private func show(_ answer: JSONObject) throws {
        for flow in answer["flows"]?.array ?? [] {
            try printAnswer(json ? flow.line : flow.string?.shown ?? "")
        }
    }
}
