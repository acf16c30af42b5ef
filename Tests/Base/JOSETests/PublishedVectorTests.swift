import JOSE
import JSON
import Testing
import WireText

@Suite("Published vectors of JOSE")
struct PublishedVectorTests {
    private static let claims =
        #"{"iss":"joe",\#r\#n "exp":1300819380,\#r\#n "http://example.com/is_root":true}"#
    private static let claimsPart =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

    @Test("RS256 (RFC 7515 A.2)")
    func rs256() throws {
        let key = try key(
            #"{"kty":"RSA","n":"\#(Self.modulus)","e":"AQAB"}"#)
        let text = "eyJhbGciOiJSUzI1NiJ9." + Self.claimsPart + "." + Self.signature
        let signature = try JSONWebSignature(WireText(text))
        #expect(signature.algorithm == .rs256)
        #expect(String(decoding: signature.payload, as: UTF8.self) == Self.claims)
        #expect(signature.isSigned(by: key))
        #expect(signature.claims?["exp"] == 1_300_819_380)
    }

    @Test("ES256 (RFC 7515 A.3)")
    func es256() throws {
        let key = try key(
            """
            {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
            """)
        let text =
            "eyJhbGciOiJFUzI1NiJ9." + Self.claimsPart
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        let signature = try JSONWebSignature(WireText(text))
        #expect(signature.isSigned(by: key))
        #expect(try !JSONWebSignature(WireText(text.replacing("DtEh", with: "DtEi"))).isSigned(by: key))
    }

    /// ES512, an unsecured text, a MAC, PS384, ES512.
    @Test(
        "what is signed in ways that are not taken, or not at all, is refused (RFC 7515 A.1, A.4, A.5, RFC 7520 §4.2 to §4.4)",
        arguments: [
            #"{"typ":"JWT","alg":"HS256"}"#, #"{"alg":"ES512"}"#, #"{"alg":"none"}"#,
            #"{"alg":"PS384","kid":"bilbo.baggins@hobbiton.example"}"#,
            #"{"alg":"ES512","kid":"bilbo.baggins@hobbiton.example"}"#,
            #"{"alg":"HS256","kid":"018c0ae5-4d9b-471b-bfd6-eef314bc7037"}"#,
        ])
    func otherAlgorithms(_ header: String) throws {
        #expect(flaw(ofSignature: unsigned(header: header)) == .algorithm(try object(header)["alg"]?.string))
    }

    @Test("RSA v1.5 (RFC 7520 §4.1)")
    func cookbook() throws {
        let key = try key(
            """
            {"kty":"RSA","kid":"bilbo.baggins@hobbiton.example","use":"sig","n":"\(Self.cookbookModulus)","e":"AQAB"}
            """)
        let signature = try JSONWebSignature(WireText(Self.cookbookText))
        #expect(signature.keyID == "bilbo.baggins@hobbiton.example")
        #expect(signature.isSigned(by: key))
        #expect(
            String(decoding: signature.payload, as: UTF8.self).hasPrefix(
                "It\u{2019}s a dangerous business, Frodo"))
    }

    @Test("a set of keys (RFC 7517 A.1), of which one is for encryption")
    func set() throws {
        let set = try JSONWebKeySet(
            parsing: Array(
                """
                {"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"},
                {"kty":"RSA","n":"\(Self.thumbprintModulus)","e":"AQAB","alg":"RS256","kid":"2011-04-29"}]}
                """.utf8))
        #expect(set.keys.map(\.id) == ["2011-04-29"])
        #expect(set.keys.first?.algorithm == .rs256)
    }

    @Test("a thumbprint (RFC 7638 §3.1)")
    func thumbprint() throws {
        let key = try key(
            #"{"kty":"RSA","n":"\#(Self.thumbprintModulus)","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#)
        #expect(key.key.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    }

    @Test("Ed25519 (RFC 8037 A.2 to A.5)")
    func edDSA() throws {
        let key = try key(#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)
        #expect(key.key.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        let text = """
            eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
            hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg
            """
        let signature = try JSONWebSignature(WireText(text))
        #expect(signature.isSigned(by: key))
        #expect(signature.claims == nil)
        // A.1: the same key with its private part.
        let secret = try object(
            #"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
        )
        #expect(flaw(secret) == .secret("d"))
    }

    private static let modulus = """
        ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0B\
        m4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5\
        z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7\
        aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ
        """

    private static let signature = """
        cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2F\
        p5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQB\
        MHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeY\
        I2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw
        """

    private static let thumbprintModulus = """
        0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJE\
        CPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2Q\
        vzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6\
        WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw
        """

    private static let cookbookModulus = """
        n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJ\
        mSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tp\
        e-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vn\
        iUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw
        """

    private static let cookbookText = """
        eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ\
        2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCw\
        gYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ\
        2h0IGJlIHN3ZXB0IG9mZiB0by4.MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZ\
        opdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746i\
        YTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLG\
        djluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5\
        y18kDquDg
        """
}
