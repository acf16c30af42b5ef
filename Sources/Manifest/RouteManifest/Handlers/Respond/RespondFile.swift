import Diagnostics
import StrictYAML

extension HandlerDescriptor {
    static let respondFile = respond(
        "Answers with a file beside the manifest, read when that is: a logo, a page of terms.",
        example: "{ file: public/logo.svg }"
    ) {
        Key<StaticAnswerDraft>(
            "file", ValueType("the path of a file below the manifest's folder") { $0.staticFile() },
            \.file,
            example: "public/logo.svg",
            "A file beside the manifest, read at the start and sent as it is, 1 MiB at most."
        ).required("a file beside the manifest, such as public/logo.svg")
        Key.type(standing: nil)
        Key.status
    } together: { draft, reader in
        if reader.field("type") == nil { draft.type = draft.file.map { mediaType(of: $0.name) } }
    }

    /// By the end of its name.
    private static func mediaType(of name: String) -> String {
        let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
        return mediaTypes[ending] ?? "application/octet-stream"
    }

    private static let mediaTypes = [
        "css": "text/css; charset=utf-8", "gif": "image/gif", "htm": "text/html; charset=utf-8",
        "html": "text/html; charset=utf-8", "ico": "image/x-icon", "jpeg": "image/jpeg", "jpg": "image/jpeg",
        "js": "text/javascript; charset=utf-8", "json": "application/json",
        "md": "text/markdown; charset=utf-8", "pdf": "application/pdf", "png": "image/png",
        "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8",
        "webmanifest": "application/manifest+json",
        "webp": "image/webp", "woff2": "font/woff2", "xml": "application/xml",
    ]
}

/// What came of reading a file that is to be served.
package enum StaticFile: Sendable {
    case contents([UInt8])
    /// It lies elsewhere than in the manifest's folder, by way of a link.
    case outside
    case tooLarge
    /// Why not, in the words of the system.
    case unreadable(String)

    /// The most that is served, in bytes.
    package static let limit = 1 << 20
}

/// A file that is answered, by the name that the manifest has for it.
struct ReadFile: CustomStringConvertible {
    let name: String
    let bytes: [UInt8]
    var description: String { name }
}

extension ValueType<ServerLogo> {
    static var logo: ValueType {
        ValueType("the path of a file below the manifest's folder") { field in
            guard let file = field.staticFile(such: "logo.svg") else { return nil }
            let ending = file.name.lastIndex(of: ".").map {
                file.name[file.name.index(after: $0)...].lowercased()
            }
            guard let type = ending.flatMap({ logoTypes[$0] }) else {
                field.error(
                    .invalidValue, "'logo' is no picture that a page can have",
                    hint:
                        "a file that ends in \(logoTypes.keys.sorted().map { "." + $0 }.joined(separator: ", "))"
                )
                return nil
            }
            guard file.bytes.count <= logoLimit else {
                field.error(
                    .staticFile, "'logo' is larger than 64 KiB",
                    hint: "it stands in every page: make it smaller")
                return nil
            }
            return ServerLogo(file: file.name, type: type, bytes: file.bytes)
        }
    }

    private static let logoLimit = 64 << 10
    private static let logoTypes = [
        "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml",
        "webp": "image/webp",
    ]
}

extension Field {
    fileprivate func staticFile(such example: String = "public/logo.svg") -> ReadFile? {
        guard let text = text(such: example) else { return nil }
        guard Self.staysInside(text.value) else {
            error(
                .staticFile, "\(text.shown) is not a file of the manifest's folder",
                hint:
                    "a path from there, such as public/logo.svg: no '..', and nothing hidden but .well-known")
            return nil
        }
        switch decoding.surroundings.readFile(text.value) {
        case .contents(let bytes): return ReadFile(name: text.value, bytes: bytes)
        case .outside:
            error(
                .staticFile, "\(text.shown) is a link to a file outside of the manifest's folder",
                hint: "put a copy there")
        case .tooLarge:
            error(
                .staticFile, "\(text.shown) is larger than 1 MiB",
                hint: "this server keeps it in memory; let a web server have large files")
        case .unreadable(let reason):
            error(
                .staticFile, "\(text.shown) can't be read: \(reason)",
                hint: "paths are relative to the manifest")
        }
        return nil
    }

    /// A path below a folder, nothing on it hidden: what is hidden is not meant to be seen, as the server's own data.
    private static func staysInside(_ path: String) -> Bool {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { name in
            !name.isEmpty && !name.contains(0)
                && (name.first != UInt8(ascii: ".") || name.elementsEqual(".well-known".utf8))
        }
    }
}
