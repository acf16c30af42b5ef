import AuthorizationServer

/// A word as it was typed into a shell.
struct ShellWord {
    /// What the shell would make of it, as far as quotes, backslashes and the home folder go: variables and patterns stay as they are.
    let text: String

    init(_ typed: String) {
        var text = ""
        var quote: Character?
        var isEscaped = false
        for character in typed {
            if isEscaped {
                text.append(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
            } else {
                text.append(character)
            }
        }
        if typed.hasPrefix("~/"), let home = SystemFiles.environment()["HOME"] {
            text = home + text.dropFirst()
        }
        self.text = text
    }
}
