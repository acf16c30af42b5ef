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

        static func contentType(_ type: String) -> Field {
            Field(name: "Content-Type", value: PlanText(type))
        }
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
    ///
    /// - Parameter read: What stands under `with` but for the status.
    static func respond(
        example: String, statuses: [Int] = withContent, standing: Int = 200,
        _ read:
            @escaping @Sendable (inout MappingReader) -> (
                fields: [StaticAnswer.Field], body: StaticAnswer.Body
            )?
    ) -> HandlerDescriptor {
        HandlerDescriptor(
            methods: [.get, .post], standingMethods: [.get], isAdvertised: false,
            caching: .asSaid(standing: nil),
            options: .some(example: example, isRequired: true) { reader, _ in
                let answer = read(&reader)
                let status = reader.take("status").map { $0.status(among: statuses) } ?? standing
                guard let answer, let status else { return nil }
                return .respond(StaticAnswer(status: status, fields: answer.fields, body: answer.body))
            })
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
