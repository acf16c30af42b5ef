import ArgumentParser
import Suggestions
import WireText

/// A word that stands where a command is named, and names none.
enum UnknownCommand {
    /// What to say about it; nil where every command is known, or an option comes first.
    static func complaint(about arguments: [String], to root: any ParsableCommand.Type) -> String? {
        var commands = root.configuration.subcommands
        for (index, word) in arguments.enumerated() {
            if word.hasPrefix("-") || commands.isEmpty { return nil }
            if index == 0, word == help { continue }
            guard let command = commands.first(where: { $0._commandName == word }) else {
                let names = commands.map { $0._commandName } + (index == 0 ? [help] : [])
                let hint = Suggestion.hint(for: word, among: names, called: "commands")
                return "unknown command '\(WireText(word).excerpt(80))'"
                    + (hint.map { "\nhint: \($0)" } ?? "")
            }
            commands = command.configuration.subcommands
        }
        return nil
    }

    /// The command that the parser adds by itself.
    private static let help = "help"
}
