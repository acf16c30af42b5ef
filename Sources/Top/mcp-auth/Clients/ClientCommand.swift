import ArgumentParser
import AuthorizationServer
import JSON

struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Look at the metadata document of a client.",
        subcommands: [ClientInspectCommand.self])
}

struct ClientInspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Hold a client-id metadata document against every rule: pass, note or fail.",
        discussion: """
            A URL is fetched as a server would fetch it, from this machine too. What is
            left out or allowed stands in the manifest. Below a rule stands what clients
            in the field have there.
            Exit status 0 when no rule is broken, 1 when one is.

            Examples:
              mcp-auth client inspect https://claude.ai/oauth/claude-code-client-metadata
              mcp-auth client inspect client.json --as https://app.example.com/client.json
            """)

    @Argument(help: ArgumentHelp("The URL of the document, or a file.", valueName: "url|file"))
    var document: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("The URL of a file, once it is served (default: its client_id).", valueName: "url")
    )
    var place: String?

    @OptionGroup var options: ManifestOptions
    @OptionGroup var output: OutputOptions

    private var isURL: Bool { ["https:", "http:"].contains { document.lowercased().hasPrefix($0) } }

    func validate() throws {
        guard isURL, place != nil else { return }
        throw ValidationError("--as is for a file: a URL is where it lies")
    }

    func run() async throws {
        let manifest = try options.load(quietly: true).manifest
        let inspection: Inspection
        if isURL {
            inspection = await .fetched(document, manifest)
        } else {
            do throws(UnreadableDocument) { inspection = try .file(document, as: place, manifest) } catch {
                printError("mcp-auth client inspect: \(document): \(error.reason)")
                throw ExitCode(1)
            }
        }
        switch output.format {
        case .text: try printAnswer(inspection.text)
        case .json: try printAnswer(JSONValue.object(inspection.listing).line)
        }
        guard inspection.passes else { throw ExitCode(1) }
    }
}
