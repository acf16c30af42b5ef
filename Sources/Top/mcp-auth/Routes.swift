import ArgumentParser
import AuthorizationServer
import JSON
import Router

struct Routes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: "Show every route of the manifest: what is on, what is off, and which switch did it.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
        /// Of the routes that are on, what can be asked and what is answered there.
        case openapi
    }

    @OptionGroup var options: ManifestOptions
    @Option(name: .long, help: "text for people, json for programs, openapi for those that read OpenAPI 3.1.")
    var format: Format = .text

    func run() throws {
        let plan = RoutePlan(try options.load().manifest)
        switch format {
        case .text: try printAnswer(plan.table())
        case .json: try printAnswer(JSONValue.object(plan.listing()).line)
        case .openapi:
            let document = plan.openAPIDocument(version: AuthorizationServer.version)
            try printAnswer(String(decoding: document.body, as: UTF8.self))
        }
    }
}

extension JSONValue {
    var line: String { String(decoding: serialized(), as: UTF8.self) }
}
