/// The folder that a manifest to start from is written into.
struct StarterPlace {
    private let folder: String

    init(_ folder: String) {
        // What begins so would be an option in the next command.
        self.folder = folder.hasPrefix("-") ? "./" + folder : folder
    }

    var isCurrent: Bool { folder == "." }

    /// Those that are made where they are missing, the outer one first.
    var folders: [String] { [folder, path(of: Starter.templatesFolder)] }

    func path(of name: String) -> String {
        isCurrent ? name : prefix + name
    }

    /// The same for a shell, which is to see what is special in `name`.
    func quoted(_ name: String) -> String {
        let isPlain = prefix.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isCurrent || isPlain
            ? path(of: name)
            : "'\(prefix.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
                + name
    }

    private var prefix: String { folder.hasSuffix("/") ? folder : folder + "/" }
}
