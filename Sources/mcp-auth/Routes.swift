import ArgumentParser
import JSON
import Router

struct Routes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show every route of the manifest: what is on, what is off, and which switch did it.")

    @OptionGroup var inspected: InspectedManifest

    func run() throws {
        let plan = RoutePlan(try inspected.options.load().manifest)
        switch inspected.format {
        case .text: try printAnswer(plan.table())
        case .json: try printAnswer(JSONValue.object(plan.listing()).line)
        }
    }
}

extension JSONValue {
    var line: String { String(decoding: serialized(), as: UTF8.self) }
}
