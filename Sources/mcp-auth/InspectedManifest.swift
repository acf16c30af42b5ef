import ArgumentParser

/// The manifest of a command that only looks at it: `check FILE`, as people type it, and in which form to answer.
struct InspectedManifest: ParsableArguments {
    @Argument(help: ArgumentHelp("The manifest to read, as with --manifest.", valueName: "file"))
    var file: String?

    @Option(name: .long, help: "text for people, json for programs.")
    var format: OutputFormat = .text

    @OptionGroup private var given: ManifestOptions

    var options: ManifestOptions {
        var options = given
        options.manifest = given.manifest ?? file
        return options
    }

    func validate() throws {
        guard let file, let other = given.manifest, file != other else { return }
        throw ValidationError("FILE and --manifest name two manifests; give one of them")
    }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
