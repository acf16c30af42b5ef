import CLibYAML

/// Draws events from libyaml, one at a time.
///
/// The parser keeps pointers to the text and to itself: the text lives as long as the closure of ``read(_:_:)``, and the
/// parser has a place of its own in memory.
struct EventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// Which of the texts that are read together this one is, or is a copy of.
    private let source: Int

    /// Runs the closure with a reader at the start of the text, which is UTF-8.
    static func read<Result>(
        _ text: [UInt8], of source: Int, _ body: (borrowing EventReader) -> Result
    ) -> Result {
        // The parser insists on an address, which an empty array may not have.
        let text = text.isEmpty ? [0x0a] : text
        return text.withUnsafeBufferPointer { body(EventReader($0, of: source)) }
    }

    private init(_ text: UnsafeBufferPointer<UInt8>, of source: Int) {
        self.source = source
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        // Fails only for want of memory, and then every later call reports an error.
        _ = yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event. After `streamEnd` or an error there is none.
    func next() throws(YAMLSyntaxError) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
        defer { yaml_event_delete(&event) }
        return YAMLEvent(
            kind: Self.kind(of: event),
            span: SourceSpan(start: mark(event.start_mark), end: mark(event.end_mark)))
    }

    /// Where the parser gives up on a text, if it does.
    static func error(in text: [UInt8], of source: Int) -> YAMLSyntaxError? {
        read(text, of: source) { reader in
            while true {
                var event = yaml_event_t()
                guard yaml_parser_parse(reader.parser, &event) == 1 else { return reader.syntaxError() }
                defer { yaml_event_delete(&event) }
                if event.type == YAML_STREAM_END_EVENT { return nil }
            }
        }
    }

    private func syntaxError() -> YAMLSyntaxError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "out of memory"
        let context = parser.pointee.context.map { String(cString: $0) }
        return YAMLSyntaxError(
            problem: problem, mark: mark(parser.pointee.problem_mark), context: context,
            contextMark: context == nil ? nil : mark(parser.pointee.context_mark))
    }

    private func mark(_ mark: yaml_mark_t) -> SourceMark {
        SourceMark(source: source, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
        switch event.type {
        case YAML_STREAM_START_EVENT: return .streamStart
        case YAML_DOCUMENT_START_EVENT:
            let start = event.data.document_start
            return .documentStart(
                hasDirectives: start.version_directive != nil
                    || start.tag_directives.start != start.tag_directives.end)
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return .scalar(
                YAMLScalar(text: String(decoding: value, as: UTF8.self), style: style(scalar.style)),
                properties(scalar.anchor, scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            return .sequenceStart(properties(event.data.sequence_start.anchor, event.data.sequence_start.tag))
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            return .mappingStart(properties(event.data.mapping_start.anchor, event.data.mapping_start.tag))
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        default: return .streamEnd
        }
    }

    private static func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
    }

    private static func properties(
        _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?
    ) -> YAMLEvent.Properties {
        YAMLEvent.Properties(anchor: text(anchor), tag: text(tag))
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(decodingCString: $0, as: UTF8.self) }
    }
}
