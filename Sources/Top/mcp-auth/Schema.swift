import ArgumentParser
import RouteManifest

struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Show the JSON Schema of the manifest, by which an editor completes and marks.",
        discussion: """
            It is the file routes.schema.json, which the first line of routes.yaml
            names. The schema refuses nothing that 'mcp-auth check' takes; that finds
            more, and says more of it.
            """)

    func run() throws {
        try printAnswer(ManifestSchema.text)
    }
}
