import WireText

/// What a browser does with the addresses of one element.
struct Uses {
    enum Use {
        case load(ContentSecurityPolicy.Directive)
        /// Several images, with words about each.
        case loadSet
        /// Followed by the person.
        case link(ServedPaths.Method)
    }

    private let table: [(attribute: StaticString, use: Use)]

    init(of tag: MarkupTag, in text: ArraySlice<UInt8>) {
        table = Self.table(tag, text)
    }

    func use(of attribute: [UInt8]) -> Use? {
        if attribute.equals("background") { return .load(.image) }
        return table.first { attribute.equals($0.attribute) }?.use
    }

    private static func table(_ tag: MarkupTag, _ text: ArraySlice<UInt8>) -> [(StaticString, Use)] {
        switch tag.name[...].text {
        case "a", "area":
            [("href", .link(.get)), ("xlink:href", .link(.get)), ("ping", .load(.connection))]
        case "form": form(tag, text).map { [("action", .link($0))] } ?? []
        case "button": [("formaction", .link(.post))]
        case "input": [("formaction", .link(.post)), ("src", .load(.image))]
        case "img": [("src", .load(.image)), ("srcset", .loadSet)]
        // Browsers take the first for an <img>, outside of drawings.
        case "image", "feimage":
            [("src", .load(.image)), ("href", .load(.image)), ("xlink:href", .load(.image))]
        case "use": [("href", .load(.image)), ("xlink:href", .load(.image))]
        case "source": [("src", .load(.media)), ("srcset", .loadSet)]
        case "video": [("src", .load(.media)), ("poster", .load(.image))]
        case "audio", "track": [("src", .load(.media))]
        case "iframe", "frame": [("src", .load(.frame))]
        case "embed": [("src", .load(.object))]
        case "object": [("data", .load(.object))]
        case "applet": [("code", .load(.object)), ("archive", .load(.object))]
        case "link": link(tag, text).map { [("href", .load($0)), ("imagesrcset", .loadSet)] } ?? []
        default: []
        }
    }

    /// Nil for a form that is sent nowhere, or in a way that isn't known.
    private static func form(_ tag: MarkupTag, _ text: ArraySlice<UInt8>) -> ServedPaths.Method? {
        guard let method = tag["method"] else { return .get }
        guard method.interruption == nil, let value = method.certain else { return nil }
        let words = text[value].trimmed
        if words.equals("post") { return .post }
        return words.equals("dialog") ? nil : .get
    }

    /// Nil for a link that nothing is loaded for.
    private static func link(_ tag: MarkupTag, _ text: ArraySlice<UInt8>) -> ContentSecurityPolicy.Directive?
    {
        guard let value = tag["rel"]?.certain else { return nil }
        let words = text[value].split(whereSeparator: \.isBlank).map { $0.map(\.lowercased)[...].text }
        return words.lazy.compactMap { loaded[$0] }.first
    }

    private static let loaded: [String: ContentSecurityPolicy.Directive] = [
        "stylesheet": .styleSheet, "icon": .image, "apple-touch-icon": .image,
        "apple-touch-icon-precomposed": .image, "apple-touch-startup-image": .image, "mask-icon": .image,
        "manifest": .manifest, "modulepreload": .prefetch, "preload": .prefetch, "prefetch": .prefetch,
        "prerender": .prefetch,
    ]
}
