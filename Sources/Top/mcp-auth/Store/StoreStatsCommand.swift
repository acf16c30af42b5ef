import ArgumentParser
import AuthorizationServer
import JSON

struct StoreStatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Ask the running server about its store.",
        discussion: """
            Goes through the control socket in the data folder, which only this user
            and root may use. Exit status 0 with an answer, 1 when no server runs.
            """)

    @Flag(help: "Count what is in Redis: goes through all keys, in small steps.")
    var count = false

    @Flag(help: "The answer as JSON, on one line.")
    var json = false

    @OptionGroup var options: ManifestOptions

    func run() throws {
        let (manifest, file) = try options.load(quietly: true)
        let answer: JSONObject
        do { answer = try StoreStats.ask(manifest, file: file, counting: count) } catch {
            printError("mcp-auth store stats: \(error)")
            throw ExitCode(1)
        }
        try printAnswer(
            json
                ? String(decoding: JSONValue.object(answer).serialized(), as: UTF8.self)
                : StatsTable(answer).text)
    }
}
