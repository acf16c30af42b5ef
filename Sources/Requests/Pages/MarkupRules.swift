import Diagnostics
import Suggestions

/// Holds the elements of a page against its policy (``ContentSecurityPolicy``), and its links against what is served.
struct MarkupRules {
    private let text: ArraySlice<UInt8>
    /// Nil when it isn't known.
    private let served: ServedPaths?
    private let sheet: PageFrame.Sheet
    /// The page takes the style sheet that all pages share.
    private(set) var isSheetLinked = false
    private(set) var findings: [MarkupFinding] = []

    init(_ text: [UInt8], served: ServedPaths?, sheet: PageFrame.Sheet) {
        self.text = text[...]
        self.served = served
        self.sheet = sheet
    }

    mutating func check(_ tag: MarkupTag) {
        guard !tag.isEnd else { return }
        if tag.isNamed("script") {
            block("scripts never run on this page", "its policy allows no script: remove it", tag.nameRange)
        }
        if tag.isNamed("base"), let base = tag["href"] {
            block("browsers ignore <base> on this page", "its policy allows none: remove it", base.nameRange)
        }
        let uses = Uses(of: tag, in: text)
        for attribute in tag.attributes {
            check(attribute)
            guard let use = uses.use(of: attribute.name) else { continue }
            check(attribute, use)
        }
    }

    mutating func checkStyleSheet(_ sheet: Range<Int>, isForeign: Bool) {
        for load in StyleSheetReader.loads(of: text[sheet]) { check(load, at: load.range) }
        guard isForeign,
            let mark = text[sheet].firstIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") })
        else { return }
        block(
            "a style sheet inside of <svg> or <math> is read as markup, and is then another than the policy allows",
            "remove this, or move the style element out of it", mark..<mark + 1)
    }

    private mutating func check(_ load: StyleSheetReader.Load, at range: Range<Int>) {
        // A policy that knows sheets by their digests lets none be loaded, not even from a data: address.
        let isImport = load.directive == .styleSheet
        guard isImport || !ContentSecurityPolicy.allows(load.directive, from: load.address) else { return }
        findings.append(load.directive.finding(load.text, at: range, isInSheet: true))
    }

    private mutating func check(_ attribute: MarkupAttribute) {
        if attribute.name.equals("style") {
            block(
                "style attributes have no effect on this page",
                "its policy allows style elements only: write a class, and its looks in <style>",
                attribute.nameRange)
        } else if attribute.name[...].begins(with: "on") {
            block(
                "\(quoted(attribute.name[...].text)) never runs on this page",
                "its policy allows no script: remove it", attribute.nameRange)
        } else if let value = attribute.certain, Self.drawing.contains(where: { attribute.name.equals($0) }) {
            for load in StyleSheetReader.loads(of: text[value]) { check(load, at: value) }
        }
    }

    /// Attributes of drawings that take an address as style sheets do.
    private static let drawing: [StaticString] = [
        "clip-path", "cursor", "fill", "filter", "marker", "marker-end", "marker-mid", "marker-start", "mask",
        "stroke",
    ]

    private mutating func check(_ attribute: MarkupAttribute, _ use: Uses.Use) {
        guard let value = attribute.certain else { return }
        let isWhole = attribute.interruption == nil
        let place = value.isEmpty ? attribute.nameRange : value
        let address = MarkupAddress(text[value], isWhole: isWhole)
        switch use {
        case .load(.styleSheet) where attribute.isSheetAddress: linkSheet(place)
        case .load(let directive):
            guard !ContentSecurityPolicy.allows(directive, from: address) else { return }
            findings.append(directive.finding(text[value], at: place))
        case .loadSet:
            for candidate in Self.candidates(of: text[value])
            where !ContentSecurityPolicy.allows(.image, from: MarkupAddress(candidate)) {
                findings.append(
                    ContentSecurityPolicy.Directive.image.finding(
                        candidate, at: candidate.startIndex..<candidate.endIndex))
            }
        case .link(let method): checkLink(address, method, place)
        }
    }

    private mutating func linkSheet(_ range: Range<Int>) {
        isSheetLinked = true
        guard case .off(let reason) = sheet else { return }
        findings.append(
            MarkupFinding(
                rule: .styleSheet,
                message:
                    "the pages' style sheet is not served: \(reason ?? "there is no route of pages.style")",
                hint: reason == nil
                    ? "add to 'routes' style: { path: /style.css, handler: pages.style, template: style.css }"
                    : "turn that route on, or write the sheet into the page: <style>{{> style.css}}</style>",
                range: range))
    }

    private mutating func checkLink(
        _ address: MarkupAddress, _ method: ServedPaths.Method, _ range: Range<Int>
    ) {
        switch address {
        case .scheme("javascript"):
            block("scripts never run on this page", "its policy allows no script: remove it", range)
        case .path(let path):
            guard let served, !served.contains(path, method) else { return }
            let meant = Suggestion.nearest(to: path, among: served.all(method))
            lead(
                "no route answers \(method.rawValue) \(quoted(path))",
                meant.map { .meant($0, write: range.count == path.utf8.count ? $0 : nil) }
                    ?? "if another program answers there, write the whole address: https://…", range)
        case .relative(let path):
            lead(
                "where \(quoted(path)) leads depends on the address that the page is shown at",
                "begin with a slash, or write the whole address: https://…", range)
        case .nothing, .fragment, .query, .remote, .scheme, .unknown: break
        }
    }

    /// The addresses of `srcset`; those that end with a comma have none of the words that may follow one.
    private static func candidates(of set: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        let comma = UInt8(ascii: ",")
        var candidates: [ArraySlice<UInt8>] = []
        var rest = set
        while true {
            rest = rest.drop { $0.isBlank || $0 == comma }
            let address = rest.prefix { !$0.isBlank }
            guard let last = address.last else { return candidates }
            rest = rest[address.endIndex...]
            if last == comma {
                candidates.append(address.dropLast())
            } else {
                candidates.append(address)
                rest = rest.drop { $0 != comma }
            }
        }
    }

    private mutating func block(_ message: String, _ hint: TemplateRemedy, _ range: Range<Int>) {
        findings.append(MarkupFinding(message: message, hint: hint, range: range))
    }

    private mutating func lead(_ message: String, _ hint: TemplateRemedy, _ range: Range<Int>) {
        findings.append(
            MarkupFinding(severity: .warning, rule: .unserved, message: message, hint: hint, range: range))
    }
}
