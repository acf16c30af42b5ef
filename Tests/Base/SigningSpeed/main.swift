// How often in a second of processor time this program signs a token with ES256, and verifies one, for scripts/bench: both numbers on one line.
//
//     signing-speed SECONDS

import Glibc
import JOSE
import JSON
import WireText

/// How often something is done in a second of the processor, tried for some seconds. `openssl speed` counts the same.
func rate(_ seconds: Double, _ work: () throws -> Void) rethrows -> Double {
    let start = clock()
    var count = 0.0
    while true {
        for _ in 0..<200 { try work() }
        count += 200
        let passed = Double(clock() - start) / 1_000_000
        if passed >= seconds { return count / passed }
    }
}

func measure(_ seconds: Double) throws {
    let key = SigningKey.generate(.es256)
    let claims = JSONObject([
        "iss": "client", "sub": "client", "aud": "https://auth.example.com", "exp": 1_900_000_000,
        "jti": "a-name-of-its-own",
    ])
    let payload = JSONValue.object(claims).serialized()
    let signature = try JSONWebSignature(WireText(try key.sign(claims)))
    let publicKey = key.publicKey
    let signs = try rate(seconds / 2) { _ = try key.sign(payload, type: "JWT") }
    let verifies = rate(seconds / 2) { precondition(signature.isSigned(by: publicKey)) }
    print(signs, verifies)
}

try measure(CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 2)
