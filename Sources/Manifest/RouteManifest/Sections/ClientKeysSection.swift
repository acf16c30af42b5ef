import JOSE
import JSON
import OAuthModel
import StrictYAML
import Web
import WireText
import YAML

/// The three keys under which the public keys of a client can stand.
struct KeyFields {
    fileprivate var inline: Field?
    fileprivate var file: Field?
    fileprivate var uri: Field?

    static let names = ["jwks", "jwks_file", "jwks_uri"]

    private var given: [Field] { [inline, file, uri].compactMap(\.self) }

    var isGiven: Bool { !given.isEmpty }
    var span: SourceSpan? { given.first?.keySpan }
}

extension Key {
    static func clientKeys(_ path: any WritableKeyPath<Draft, KeyFields> & Sendable) -> [Key] {
        [
            Key(
                "jwks", .anything,
                example:
                    #"{ keys: [{ kty: OKP, crv: Ed25519, x: 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo }] }"#,
                "Its public keys (RFC 7517), for private_key_jwt.",
                accept: { field, draft, _ in draft[keyPath: path].inline = field }),
            Key(
                "jwks_file", .text(TextShape("the path of a file, relative to the manifest's folder")),
                example: "client-keys.json", "The same, read from a file of its own at the start.",
                text: { $0[keyPath: path].file?.filled.map { YAMLText.scalar($0) } },
                accept: { field, draft, _ in draft[keyPath: path].file = field }),
            Key(
                "jwks_uri", .text(TextShape("an https URL")), example: "https://app.example.com/jwks.json",
                "Where it serves them: it may change its keys without a word.",
                text: { $0[keyPath: path].uri?.filled.map { YAMLText.scalar($0) } },
                accept: { field, draft, _ in draft[keyPath: path].uri = field }),
        ]
    }
}

extension KeyFields {
    /// Nil after a report, and where there are none.
    func read(for owner: String) -> ClientKeys? {
        if given.count > 1, let second = given.last {
            second.error(
                .conflictingKeys, "the keys of \(owner) stand in two places",
                remedy: second.remove(called: second.label).or("keep one of them"), at: second.keySpan)
        }
        if let inline { return inline.keySet(of: owner) }
        if let file { return file.keySetFile(of: owner) }
        return uri?.keySetAddress()
    }
}

extension Field {
    fileprivate func keySet(of owner: String) -> ClientKeys? {
        json { $0.text()?.value }.flatMap { keySet($0, of: owner) { decoding.blot(node) } }
    }

    fileprivate func keySetFile(of owner: String) -> ClientKeys? {
        guard let path = line(atMost: 4096) else { return nil }
        switch decoding.file(path.value, at: self.path) {
        case .unreadable(let reason):
            error(
                .staticFile, "\(path.shown) can't be read: \(reason)",
                hint: "paths are relative to the manifest")
            return nil
        case .contents(let bytes, _):
            do {
                guard bytes.count <= JSONWebKeySet.maximumSize else { throw JSONWebKeySetFlaw.tooLarge }
                return keySet(try JSONValue.parse(bytes, maximumDepth: 8), of: owner) {}
            } catch {
                let flaw = (error as? JSONError)?.reason.rawValue ?? "\(error)"
                self.error(.invalidValue, "the keys of \(owner) can't be used: \(flaw)")
                return nil
            }
        }
    }

    /// - Parameter hide: Keeps what is written out of what is told, for it should not stand there.
    private func keySet(_ value: JSONValue, of owner: String, hide: () -> Void) -> ClientKeys? {
        do throws(JSONWebKeySetFlaw) {
            guard let object = value.object else { throw .noKeys }
            _ = try JSONWebKeySet(usable: object)
            return .inline(object)
        } catch {
            var hint = "a set of public keys as RFC 7517 writes it, for ES256, ES384, RS256, PS256 or EdDSA"
            if case .key(_, .secret) = error {
                hide()
                hint = "whoever has read this has the key: make another, and put its public half here"
            }
            // What stands there may be long, and hidden.
            let isLong = if case .mapping = node.content { true } else { false }
            self.error(
                .invalidValue, "the keys of \(owner) can't be used: \(error)", hint: hint,
                at: isLong ? keySpan : nil)
            return nil
        }
    }

    fileprivate func keySetAddress() -> ClientKeys? {
        guard let text = text(such: "https://app.example.com/jwks.json") else { return nil }
        do {
            _ = try FetchURL(text.value)
            return .at(WireText(text.value))
        } catch {
            self.error(
                .invalidValue, "nothing can be fetched from \(text.shown): \(error)",
                hint: "an https URL such as https://app.example.com/jwks.json")
            return nil
        }
    }
}
