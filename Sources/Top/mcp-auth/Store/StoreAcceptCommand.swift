import ArgumentParser
import AuthorizationServer

struct StoreAcceptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Go on with an embedded store that lacks its last changes.",
        discussion: """
            A server refuses a store that is older than what it acknowledged last: its
            log (store.sqlite-wal) was lost or damaged, or not all files of the folder
            were copied. Restore them, if you can. What was revoked or used in the
            changes that are missing counts again; who was given a token in them has to
            log in again.
            """)

    @OptionGroup var options: ManifestOptions

    func run() throws {
        let (manifest, file) = try options.load(quietly: true)
        let outcome: String
        do { outcome = try StoreAcceptance.run(manifest, file: file) } catch {
            printError("mcp-auth store accept: \(error)")
            throw ExitCode(1)
        }
        try printAnswer(outcome)
    }
}
