import ArgumentParser
import Router

struct Routes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show every route of the manifest: what is on, what is off, and which switch did it.")

    @OptionGroup var options: ManifestOptions

    func run() throws {
        printLine(RoutePlan(try options.load().manifest).table())
    }
}
