import ArgumentParser
import AuthorizationServer
import JSON
import WireText

struct KeysRetireCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Publish a key no more, at once.",
        discussion: """
            What it signed can't be verified from then on by anybody who fetches the key
            set anew. The key that signs can't be retired before another one does: see
            'mcp-auth keys rotate --now'. Exit status 0 when it is done, 1 when it is not.
            """)

    @Argument(help: ArgumentHelp("Which key, as 'mcp-auth keys list' names it.", valueName: "kid"))
    var id: String

    @OptionGroup var question: KeyQuestion

    func run() throws {
        try question.ask("retire") { manifest, file throws(RunningServer.Failure) in
            try KeyCommands.retire(id, manifest, file: file)
        } text: { answer in
            "key \(answer["kid"]?.string?.shown ?? "") (\(answer["alg"]?.string?.shown ?? "")) is published no more"
        }
    }
}
