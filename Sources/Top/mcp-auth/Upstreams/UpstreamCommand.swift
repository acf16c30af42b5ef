import ArgumentParser
import AuthorizationServer
import JSON
import RouteManifest
import StopSignals

struct UpstreamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upstream",
        abstract: "Look at a provider at which people log in.",
        subcommands: [UpstreamCheckCommand.self, UpstreamTryCommand.self])
}

/// An upstream of the manifest.
struct UpstreamOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Its name in the manifest.", valueName: "name"))
    var name: String

    @OptionGroup var manifest: ManifestOptions

    /// Ends the program where there is none.
    func chosen(in manifest: Manifest) throws -> ChosenProvider {
        if let found = ChosenProvider(name, in: manifest) { return found }
        let names = ChosenProvider.names(in: manifest)
        printError("mcp-auth upstream: no upstream '\(name)' is on")
        printError(
            names.isEmpty
                ? "  hint: write one under 'upstreams' (mcp-auth explain upstreams)"
                : "  hint: there \(names.count == 1 ? "is" : "are") \(names.joined(separator: ", "))")
        throw ExitCode(1)
    }
}

struct UpstreamCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Ask a provider for all that a login needs, and say what is missing: pass, note or fail.",
        discussion: """
            It is asked as a server asks it, from this machine, for its configuration and
            its keys, and for a code that nobody made, to see whether it knows the
            client. Nobody logs in. The first line is what has to be registered there.
            Exit status 0 when nothing fails, 1 when something does.

            Example:
              mcp-auth upstream check google
            """)

    @OptionGroup var options: UpstreamOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let manifest = try options.manifest.load(quietly: true).manifest
        let inspection = await Inspection.upstream(try options.chosen(in: manifest), of: manifest)
        switch output.format {
        case .text: try printAnswer(inspection.text)
        case .json: try printAnswer(JSONValue.object(inspection.listing).line)
        }
        guard inspection.passes else { throw ExitCode(1) }
    }
}

struct UpstreamTryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Log in at a provider once, and see what it says and what the manifest makes of it.",
        discussion: """
            Listens where the server would, which has to be stopped meanwhile, and only
            where the issuer is on this machine: the page is for nobody else. Open the
            address that is printed. Nothing is kept, and no client is given anything.
            Exit status 0 when the person is let in, 1 when not.

            Example:
              mcp-auth upstream try google
            """)

    @OptionGroup var options: UpstreamOptions
    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        var logger = logging.logger()
        let signals = await StopSignals.caught(logger)
        let served = try options.manifest.loadServed(isTrial: true) {
            logger = logging.logger($0)
        }
        let provider = try options.chosen(in: served.manifest)
        let issuer = served.manifest.server.issuer
        guard issuer.isLoopback else {
            printError("mcp-auth upstream try: the issuer \(issuer.text) is not on this machine")
            printError(
                "  hint: try it with AUTH_SERVER_URL=http://localhost:3001, and register that redirect URI there too"
            )
            throw ExitCode(1)
        }
        let trial: UpstreamTrial
        do {
            trial = try await UpstreamTrial.start(
                provider, served.manifest, pages: served.pages, logger: logger)
        } catch {
            printError("mcp-auth: \(error)")
            throw ExitCode(1)
        }
        printLine("open \(trial.address)")
        try await runServices([trial], until: signals, logger: logger)
        guard let report = trial.report else { throw ExitCode(1) }
        try printAnswer(report.text)
        guard report.isLetIn else { throw ExitCode(1) }
    }
}
