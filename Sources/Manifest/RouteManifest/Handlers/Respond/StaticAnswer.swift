import JSON
import OpenAPI
import StrictYAML
import WireText

/// What a handler `respond.…` answers: the same to everybody, until the next start.
package struct StaticAnswer: Sendable, Equatable {
    package let status: Int
    /// Header fields of its own.
    package let fields: [Field]
    package let body: Body

    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: PlanText
    }

    package enum Body: Sendable, Equatable {
        case text(PlanText)
        case bytes([UInt8])
        /// Rendered from a file of the templates folder.
        case template(TemplateName)
    }

    /// The routes whose URLs are in it: without one of them there is no such answer.
    var references: [RouteName] {
        let texts = fields.map(\.value) + { if case .text(let text) = body { [text] } else { [] } }()
        return texts.flatMap(\.references)
    }
}

extension HandlerDescriptor {
    /// Of answers that are more than a sign (RFC 9110 §15).
    static let withContent = (200...599).filter { !(300..<400).contains($0) && ![204, 205].contains($0) }

    /// One that answers what the manifest says, to whatever is asked.
    static func respond(
        _ words: String, example: String,
        @KeyListBuilder<StaticAnswerDraft> _ keys: () -> [Key<StaticAnswerDraft>],
        together: @escaping @Sendable (inout StaticAnswerDraft, MappingReader) -> Void = { _, _ in }
    ) -> HandlerDescriptor {
        let keys = KeyList(
            "'with'", example: example, for: "the answer", untouched: StaticAnswerDraft(), keys,
            together: together)
        return HandlerDescriptor(
            words: words, methods: [.get, .post], standingMethods: [.get], isAdvertised: false,
            caching: .asSaid(standing: nil),
            options: .keys(keys, isRequired: true) { $0.answer.map { .respond($0) } },
            operations: { route in
                guard case .respond(let answer) = route.route.binding else { return [:] }
                return [.get: answer.operation, .post: answer.operation]
            })
    }
}

extension StaticAnswer {
    fileprivate var operation: Operation {
        let summary = "Read what stands here"
        if fields.contains(where: { $0.name == "Location" }) {
            return Operation(
                summary, responses: [status: Response("Elsewhere.", headers: [.cacheControl, .location])])
        }
        let isFound = (200..<300).contains(status)
        let headers: [Header] = isFound ? [.cacheControl, .entityTag] : [.cacheControl]
        let response = Response("Always the same.", headers: headers, content: [content])
        return isFound
            ? .reading(summary, response, status) : Operation(summary, responses: [status: response])
    }

    private var content: (type: String, schema: Schema) {
        if case .template = body { return ("text/html", .string()) }
        let type = fields.first { $0.name == "Content-Type" }?.value.text ?? "application/octet-stream"
        let plain = type.split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() } ?? type
        guard case .text(let text) = body, plain == "application/json" || plain.hasSuffix("+json"),
            let value = try? JSONValue.parse(Array(text.filled { _ in "" }.utf8))
        else { return (plain, plain.hasPrefix("text/") ? .string() : .anything) }
        return (plain, .shape(of: value))
    }
}

/// What stands under `with` of a handler `respond.…`.
struct StaticAnswerDraft {
    var status: Int? = 200
    /// The value of `Content-Type`.
    var type: String?
    var text: PlanText?
    var file: ReadFile?
    var template: TemplateName?
    var location: PlanText?

    private var body: StaticAnswer.Body? {
        text.map { .text($0) } ?? file.map { .bytes($0.bytes) } ?? template.map { .template($0) }
            ?? location.map { _ in .bytes([]) }
    }

    /// Nil where something could not be read.
    fileprivate var answer: StaticAnswer? {
        guard let status, let body else { return nil }
        let fields = [
            type.map { StaticAnswer.Field(name: "Content-Type", value: PlanText($0)) },
            location.map { StaticAnswer.Field(name: "Location", value: $0) },
        ]
        return StaticAnswer(status: status, fields: fields.compactMap(\.self), body: body)
    }
}

extension ValueType<PlanText> {
    static var planText: ValueType { ValueType(.planText) { $0.planText() } }
}

extension TextShape {
    static let planText = TextShape(
        "a text, in which {{issuer}}, {{version}} and {{url.NAME}}, the URL of a route, may stand")
}

extension Key<StaticAnswerDraft> {
    static let status = status(among: HandlerDescriptor.withContent, standing: 200)

    static func status(among statuses: [Int], standing: Int) -> Key {
        Key(
            "status", .integer((statuses.min() ?? 200)...(statuses.max() ?? 599)), example: "\(standing)",
            standing: "\(standing)", "The status of the answer.", text: { $0.status.map(String.init) },
            accept: { field, draft, _ in
                draft.status = field.map { $0.status(among: statuses) } ?? standing
            })
    }

    /// - Parameter standing: What it is without this key; nil: it follows from the rest.
    static func type(standing: String?) -> Key {
        Key(
            "type", .text(TextShape("a media type", pattern: "[^/;]+/[^/;]+(;.*)?")),
            example: "text/plain; charset=utf-8",
            standing: standing ?? "by the end of the file's name", "The media type of the answer.",
            text: { $0.type.map { YAMLText.scalar($0) } },
            accept: { field, draft, _ in draft.type = field.map { $0.mediaType() } ?? standing })
    }
}

extension Field {
    fileprivate func status(among statuses: [Int]) -> Int? {
        guard let status = integer(in: 200...599) else { return nil }
        guard statuses.contains(status) else {
            error(
                .invalidValue, "this answer can't have status \(status)",
                hint: statuses == HandlerDescriptor.withContent
                    ? "200 is the usual one; a redirect has a handler of its own"
                    : "one of \(statuses.map(String.init).joined(separator: ", "))")
            return nil
        }
        return status
    }

    /// A media type (RFC 9110 §8.3.1).
    func mediaType() -> String? {
        convert(to: "a media type", such: "text/plain; charset=utf-8") { text in
            let type = text.utf8.prefix { $0 != UInt8(ascii: ";") }
            let names = type.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            let isType =
                names.count == 2 && names.allSatisfy { !$0.isEmpty && $0.allSatisfy(Self.isNameCharacter) }
            return isType && text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) ? text : nil
        }
    }

    /// RFC 6838 §4.2.
    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "!#$&-^_.+".utf8.contains(byte)
    }
}
