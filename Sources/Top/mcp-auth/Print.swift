import ArgumentParser
import RouteManifest

struct Print: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what follows from the manifest.",
        discussion: """
            --effective: every value that holds, defaults, variables, profile and
            command line worked in, and behind each where it comes from. It is a
            manifest itself, and means the same, but for secrets, which are masked.
            """)

    @OptionGroup var options: ManifestOptions

    @Flag(help: "Every value, and where it comes from.")
    var effective = false

    func run() throws {
        try printAnswer(try options.loadTold().effectiveText(withOrigins: true))
    }
}
