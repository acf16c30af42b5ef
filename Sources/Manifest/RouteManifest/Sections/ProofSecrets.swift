import OAuthModel
import StrictYAML
import YAML

/// The secrets by which somebody proves something that can be read in the manifest itself, by their places.
final class ProofSecrets: Facts {
    fileprivate(set) var inManifest: [(span: SourceSpan, key: SecretKey)] = []
}

extension SecretFields {
    /// The secret, or nil after a report. `minimum` is in bytes.
    func proof(atLeast minimum: Int, for owner: String) -> SecretText? {
        guard let found = read(atLeast: minimum, for: owner) else { return nil }
        if found.isInManifest {
            (inline ?? file)?.decoding[ProofSecrets.self].inManifest.append((found.span, key))
        }
        return SecretText(text: found.text)
    }
}
