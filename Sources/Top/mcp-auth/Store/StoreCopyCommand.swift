import ArgumentParser
import AuthorizationServer
import LineLog
import Logging
import Storage

struct StoreCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy everything that lives in one store into another, and compare.",
        discussion: """
            The manifest names both: store.data (MCP_AUTH_DATA) is the folder of the
            embedded store, store.redis_url (REDIS_URL) the Redis. Every server has to
            be stopped first, and the target empty. What has expired is left behind;
            the source stays as it is. A copy that was interrupted is run again: it
            goes on where it ended, and makes the target what the source is by then.
            No server starts on the target before that.

            Exit status:
              0    all of it is there, read back and compared
              1    no copy, or not all of it; a server runs
              2    the manifest is wrong, or names no Redis
              130  interrupted
            """)

    @Option(name: .long, help: ArgumentHelp("Where the records are.", valueName: "store"))
    var from: StoreMove.Side

    @Option(name: .long, help: ArgumentHelp("Where they go.", valueName: "store"))
    var to: StoreMove.Side

    @Flag(help: "Add to a target that holds records; may bring back what was revoked there.")
    var merge = false

    @OptionGroup var options: ManifestOptions

    func validate() throws {
        guard from != to else { throw ValidationError("--from and --to name the same store") }
    }

    func run() async throws {
        let logger = Output.error.logger("mcp-auth", level: .warning)
        let interruption = await Interruption(logger)
        let (manifest, file) = try options.load(quietly: true)
        defer { Output.error.flush(patience: Output.farewell) }
        let bar = ProgressBar()
        let report: CopyReport
        let move: StoreMove
        do throws(MoveFailure) {
            move = try StoreMove(manifest, file: file, from: from, to: to)
            report = try await move.run(
                merges: merge, logger: logger, note: { printError("note: \($0)") },
                isInterrupted: { interruption.hasCome }, progress: { bar.show($0, $1, $2) })
            bar.end()
        } catch {
            bar.end()
            printError("mcp-auth store copy: \(error)")
            throw ExitCode(error.exitStatus)
        }
        try printAnswer(CopySummary(move, report).text)
        guard report.isComplete else { throw ExitCode(1) }
    }
}

extension StoreMove.Side: ExpressibleByArgument {}
