import ArgumentParser
import AuthorizationServer
import RouteManifest
import Router

struct Print: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print",
        abstract: "Print what follows from the manifest.",
        discussion: """
            --effective: every value that holds, defaults, variables, profile and
            command line worked in, and behind each where it comes from. It is a
            manifest itself, and means the same, but for secrets, which are masked.

            --metadata: what clients are told (RFC 8414), byte for byte as it is
            served. Exit status 1 when it is not served.
            """)

    /// What can be printed: one at a time.
    enum Subject: String, EnumerableFlag {
        case effective
        case metadata

        static func help(for subject: Subject) -> ArgumentHelp? {
            switch subject {
            case .effective: "Every value that holds, and where it comes from."
            case .metadata: "The metadata document, as it is served."
            }
        }
    }

    @Flag(exclusivity: .exclusive) var subject: Subject?
    @OptionGroup var options: ManifestOptions

    func validate() throws {
        guard subject == nil else { return }
        let all = Subject.allCases.map { "--\($0.rawValue)" }.joined(separator: ", ")
        throw ValidationError("nothing to print was named; there is \(all)")
    }

    func run() throws {
        switch subject {
        case .effective:
            let told = try options.changes.loadTold(options.manifest)
            try printAnswer(told.effectiveText(withOrigins: true))
        case .metadata:
            let (manifest, file) = try options.load(quietly: true)
            try printMetadata(of: RoutePlan(manifest), in: file.title)
        case nil: break
        }
    }

    private func printMetadata(of plan: RoutePlan, in file: String) throws {
        guard plan.route(.metadata) != nil else {
            let off = plan.routes.filter { $0.handler == .metadata }.compactMap(\.offReason)
            printError(
                "\(file): the metadata is not served: "
                    + (off.isEmpty
                        ? "no route has the handler \(HandlerName.metadata.rawValue)"
                        : off.joined(separator: "; ")))
            throw ExitCode(1)
        }
        try printAnswer(String(decoding: plan.metadataDocument.body, as: UTF8.self))
    }
}
