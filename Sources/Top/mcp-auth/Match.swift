import ArgumentParser
import AuthorizationServer
import JSON
import Router
import Web

struct Match: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Say which route answers a request, what it passes on its way, and why no other does.",
        discussion: """
            Exit status 0 when it is answered as it was meant to be (a route is asked,
            or OPTIONS is answered), 1 when it is not (404, 405, 421).

            Examples:
              mcp-auth match POST /oauth/token
              mcp-auth match GET http://localhost:3001/authorize
              mcp-auth match POST /token --origin https://app.example.com
            """)

    @Argument(help: ArgumentHelp("The method: GET, POST, HEAD, OPTIONS, …", valueName: "method"))
    var method: String

    @Argument(
        help: ArgumentHelp(
            "A path, or a whole URL: then the host counts too, as in a request.", valueName: "url"))
    var url: String

    @Option(
        name: .long,
        help: ArgumentHelp("The origin of the web page that sends it.", valueName: "origin"))
    var origin: String?

    @OptionGroup var options: ManifestOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let origin, WebOrigin(asSent: origin) == nil {
            throw ValidationError("--origin is what a browser sends, such as https://app.example.com")
        }
        _ = try asked()
    }

    func run() throws {
        let plan = RoutePlan(try options.load(quietly: true).manifest)
        let asked = try asked()
        let match = RouteMatch(method, asked.path, host: asked.host, origin: origin, in: plan)
        switch output.format {
        case .text: try printAnswer("\(match)")
        case .json: try printAnswer(JSONValue.object(match.listing).line)
        }
        guard match.isAnswered else { throw ExitCode(1) }
    }

    private func asked() throws -> AskedURL {
        do { return try AskedURL(url, method: method) } catch {
            throw ValidationError("no request can be for this URL: \(error)")
        }
    }
}
