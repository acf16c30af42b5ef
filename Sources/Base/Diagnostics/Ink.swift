/// How a text for people is shown: in colours on a terminal, plain where a file or a program reads it.
package enum Ink: Sendable {
    case plain
    case colours

    /// As "Select Graphic Rendition" of ECMA-48 numbers them.
    enum Style: String {
        case bold = "1"
        case error = "1;31"
        case warning = "1;35"
        case note = "1;36"
        case place = "32"
    }

    func callAsFunction(_ style: Style, _ text: String) -> String {
        switch self {
        case .plain: text
        case .colours: "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m"
        }
    }
}
