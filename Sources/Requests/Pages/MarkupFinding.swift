import Diagnostics
import WireText

/// What a browser would silently take the effect from, or what leads nowhere.
struct MarkupFinding {
    var severity = Diagnostic.Severity.error
    var rule = TemplateRule.blocked
    let message: String
    let hint: TemplateRemedy
    /// In the text of the page.
    let range: Range<Int>
}

extension ContentSecurityPolicy.Directive {
    /// What a page would load.
    private var noun: String {
        switch self {
        case .connection: "this address"
        case .font: "this font"
        case .frame: "this frame"
        case .image: "this image"
        case .manifest: "this manifest"
        case .media: "this sound or video"
        case .object: "this object"
        case .prefetch: "this address in advance"
        case .styleSheet: "this style sheet"
        }
    }

    /// - Parameters:
    ///   - address: As it is written.
    ///   - isInSheet: It is another style sheet that refers to it.
    func finding(_ address: ArraySlice<UInt8>, at range: Range<Int>, isInSheet: Bool = false) -> MarkupFinding
    {
        MarkupFinding(
            message: "browsers don't load \(noun): the page's policy forbids it",
            hint: remedy(MarkupAddress(address), isInSheet: isInSheet), range: range)
    }

    private func remedy(_ address: MarkupAddress, isInSheet: Bool) -> TemplateRemedy {
        let file = address.fileName
        switch self {
        case .image:
            if let file, file.hasSuffix(".svg") {
                return
                    "put the drawing into the page: copy it to the templates' folder and write {{> \(file)}}"
            }
            return "write the image itself: data:image/png;base64,… or a drawing in <svg>"
        case .font: return "write the font itself: data:font/woff2;base64,…"
        case .styleSheet:
            guard let file else { return "put its text into the page, between <style> and </style>" }
            let inclusion = isInSheet ? "{{> \(file)}}" : "<style>{{> \(file)}}</style>"
            return "copy it to the templates' folder and write \(inclusion)"
        case .object:
            return "write an image itself: <img src=\"data:image/png;base64,…\"> or a drawing in <svg>"
        case .frame, .media: return "remove it, or link to it: <a href=\"https://…\">"
        case .connection, .manifest, .prefetch: return "remove it"
        }
    }
}

extension MarkupAddress {
    /// The last part of a path, where a template could include a file of that name.
    fileprivate var fileName: String? {
        let text: String
        switch self {
        case .relative(let path), .path(let path): text = path
        case .nothing, .fragment, .query, .remote, .scheme, .unknown: return nil
        }
        guard let name = text.utf8.split(separator: UInt8(ascii: "/")).last, name.count <= 64,
            name.first != UInt8(ascii: "."),
            name.allSatisfy({ $0.isLetter || $0.isDigit || "._-".utf8.contains($0) })
        else { return nil }
        return String(Substring(name))
    }
}
