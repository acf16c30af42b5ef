import ArgumentParser
import JSON
import Router

struct Routes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show every route of the manifest: what is on, what is off, and which switch did it.")

    @OptionGroup var options: ManifestOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let plan = RoutePlan(try options.load().manifest)
        switch output.format {
        case .text: try printAnswer(plan.table())
        case .json: try printAnswer(JSONValue.object(plan.listing()).line)
        }
    }
}

extension JSONValue {
    var line: String { String(decoding: serialized(), as: UTF8.self) }
}
