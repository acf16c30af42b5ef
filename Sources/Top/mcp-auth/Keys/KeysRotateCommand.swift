import ArgumentParser
import AuthorizationServer
import JSON
import StrictYAML
import WireText

struct KeysRotateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Let a new key follow on the one that signs.",
        discussion: """
            The new key is published at once and signs after 'keys.publish_ahead' of the
            manifest, when all who keep a copy of the key set have it. The old one stays
            published for 'keys.publish_after'. Exit status 0 when it is done, 1 when it
            is not.
            """)

    @Option(help: "What the key is for.", completion: .list(KeyCommands.algorithms))
    var algorithm = KeyCommands.algorithms[0]

    @Flag(help: "Let it sign at once: for a key that somebody else may have.")
    var now = false

    @OptionGroup var question: KeyQuestion

    func validate() throws {
        guard !KeyCommands.algorithms.contains(algorithm) else { return }
        throw ValidationError(
            "'\(WireText(algorithm).excerpt(80))' is not an algorithm that this server signs with\nhint: it is one of \(KeyCommands.algorithms.joined(separator: ", "))"
        )
    }

    func run() throws {
        try question.ask("rotate") { manifest, file throws(RunningServer.Failure) in
            try KeyCommands.rotate(algorithm, atOnce: now, manifest, file: file)
        } text: { answer in
            let wait = Duration.seconds(answer["signs_in"]?.integer ?? 0)
            let time = wait == .zero ? "now" : "in \(DurationText.render(wait))"
            let key = "key \(answer["kid"]?.string?.shown ?? "") (\(answer["alg"]?.string?.shown ?? ""))"
            let old = answer["replaces"]?.string.map { ", in the place of \($0.shown)" } ?? ""
            return "\(key) is published, and signs \(time)\(old)"
        }
    }
}
