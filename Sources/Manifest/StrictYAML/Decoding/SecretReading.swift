import Suggestions
package import YAML

/// A secret as it was found in the file or in a file of its own.
package struct FoundSecret {
    package let text: String
    /// Where to point when something is wrong with it.
    package let span: SourceSpan
    /// It can be read in the manifest itself.
    package let isInManifest: Bool
}

/// What came of reading a secret file.
package enum SecretFile: Sendable {
    case contents([UInt8], worldReadable: Bool)
    /// Why not, in the words of the system: `permission denied`.
    case unreadable(String)
}

/// The two keys under which a secret can stand: its name, and the same with `_file`.
package struct SecretFields {
    package let key: SecretKey
    package var inline: Field?
    package var file: Field?

    package init(key: SecretKey) {
        self.key = key
    }

    package var isGiven: Bool { inline != nil || file != nil }
    package var span: SourceSpan? { inline?.keySpan ?? file?.keySpan }
}

extension Decoding {
    package static let secretHint =
        "name a file under 'secret_file'; make a secret with: \(SecretKey.command)"
}

extension Key {
    /// `secret` and `secret_file`, or another name and its twin. What stands under the former is kept out of every diagnostic.
    package static func secret(
        _ key: SecretKey, _ path: any WritableKeyPath<Draft, SecretFields> & Sendable,
        standing: String? = nil, _ words: String
    ) -> [Key] {
        [
            Key(
                key.name, .text(TextShape("a secret")), example: "\"${\(key.variable)}\"", standing: standing,
                words,
                text: { $0[keyPath: path].inline.map { _ in ToldValue.mask } },
                accept: { field, draft, _ in
                    var field = field
                    field?.isSecret = true
                    field?.isVerbatim = key == .secret
                    field?.blotUnlessVariable()
                    if let field { field.decoding.markSecret(field.node) }
                    draft[keyPath: path].inline = field
                }),
            Key(
                "\(key.name)_file", .text(TextShape("the path of a file, relative to the manifest's folder")),
                example: key.exampleFile, standing: standing == nil ? nil : "no file",
                "The same, read from a file of its own, of which a line end is no part.",
                text: { $0[keyPath: path].file?.filled.map { YAMLText.scalar($0) } },
                accept: { field, draft, _ in draft[keyPath: path].file = field }),
        ]
    }
}

extension SecretFields {
    /// The secret, or nil after a report. `minimum` is in bytes.
    package func read(atLeast minimum: Int, for owner: String) -> FoundSecret? {
        guard let found = read(for: owner) else { return nil }
        guard found.text.utf8.count >= minimum else {
            (inline ?? file)?.error(
                .weakSecret, "the secret of \(owner) is shorter than \(minimum) bytes",
                hint: SecretKey.secret.remedy, at: found.span)
            return nil
        }
        return found
    }

    /// A secret of any strength, or nil after a report.
    package func read(for owner: String) -> FoundSecret? {
        if let inline, let file {
            file.error(
                .conflictingKeys, "\(owner) has both '\(key.name)' and '\(key.name)_file'",
                remedy: file.remove(called: "\(key.name)_file").or(key.name),
                at: file.keySpan)
            _ = inline.text()
            return nil
        }
        return inline.flatMap(readInline) ?? file.flatMap(readFile)
    }

    private static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private func readInline(_ field: Field) -> FoundSecret? {
        guard let text = field.text() else { return nil }
        guard Self.isPlain(text.value) else {
            field.error(
                .weakSecret, "the \(key.noun) has control characters in it", hint: key.remedy,
                at: field.keySpan)
            return nil
        }
        return FoundSecret(
            text: text.value, span: field.keySpan ?? field.span,
            isInManifest: text.isFromFile)
    }

    private func readFile(_ field: Field) -> FoundSecret? {
        guard let path = field.line(atMost: 4096) else { return nil }
        switch field.decoding.file(path.value, at: field.path) {
        case .unreadable(let reason):
            let isMissing = reason.lowercased().hasPrefix("no such file")
            field.error(
                .secretFile, "can't read the secret file \(path.shown): \(reason)",
                hint: isMissing
                    ? "a path that does not begin with / is looked for beside the manifest"
                    : "name a file that this user can read")
            return nil
        case .contents(var bytes, let worldReadable):
            while let last = bytes.last, last == 0x0a || last == 0x0d { bytes.removeLast() }
            guard !bytes.isEmpty else {
                field.error(
                    .secretFile, "the secret file \(path.shown) is empty", hint: key.remedy)
                return nil
            }
            if worldReadable {
                field.warning(
                    .secretFile, "everybody on this machine can read the secret file \(path.shown)",
                    hint: "chmod 600 \(path.value)")
            }
            guard let text = String(validating: bytes, as: UTF8.self), Self.isPlain(text) else {
                field.error(
                    .secretFile, "the secret file \(path.shown) is not one line of text", hint: key.remedy)
                return nil
            }
            if let stray = StrayText(text) {
                let words = "what the secret file \(path.shown) holds \(stray.words)"
                let hint = "it must hold nothing else"
                guard key == .secret, stray.isVisible else {
                    field.error(.secretFile, words, hint: hint)
                    return nil
                }
                field.warning(.secretFile, words, hint: hint)
            }
            return FoundSecret(text: text, span: field.span, isInManifest: false)
        }
    }
}

extension Field {
    /// Keeps the value out of every diagnostic, unless all that is written there is the name of a variable.
    func blotUnlessVariable() {
        guard case .scalar(let scalar) = node.content else { return decoding.blot(node) }
        let filled = Interpolation(scalar.text, environment: [:])
        if filled.isFromFile || !filled.isOnlyNames { decoding.blot(node) }
    }
}
