/// Values that nobody means, in the bytes of a file.
package enum StrangeValues {
    package static let all: [[UInt8]] =
        texts.map { Array($0.utf8) } + [[0], [0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80]]

    private static let texts =
        yaml + numbers + variables + characters + addresses + words
        + [
            String(repeating: "x", count: 300), String(repeating: "/a", count: 300),
            String(repeating: "long ", count: 20_000),
        ]

    private static let yaml = [
        "", "~", "null", "[]", "{}", "[[]]", "{a: {}}", "{a: 1, a: 2}", "''", "\"\\n\"", "*a", "&a b",
        "&a [*a]", "!!x y",
        "!!binary aGk=", "<<: *a", "? a", "- a", "|\n      text", ">-\n  text", "\"\\u0000\"", "\"\\uD800\"",
        "\"\\x07\"",
        "\"", "'", "[", "{", "]", "@", "`", "%", "a: b", "# none", "--- a", "... ",
    ]
    private static let numbers = [
        "-1", "0", "1", "00", "0x10", "0o17", "1_000", "1e3", "1e309", ".inf", "nan", "65535", "65536",
        "2147483648",
        "9223372036854775807", "9223372036854775808", "18446744073709551616",
        "99999999999999999999999999999999999999",
        "0s", "1ms", "9223372036854775807d", "106751991167301d", "0KiB", "9007199254740992MiB", "0/1m",
        "1/0s",
        "9223372036854775807/1ms", "1/9223372036854775807d", "60/", "/1m", "ms", "KiB", "200", "204", "599",
        "600",
    ]
    private static let variables = [
        "${", "${}", "${X}", "${EVIL}", "${HOME}", "${HOME:-}", "${A:?}", "${A:-${B:-c}}", "$$", "$",
        "${A:-}", "$${A}",
        "{{", "{{issuer}}", "{{url.token}}", "{{url.}}", "{{ version }}", "{{nothing}}",
    ]
    private static let characters = [
        "é", "e\u{301}", "\u{1f468}\u{200d}\u{1f469}", "\u{202e}abc", "\u{feff}", "\u{2028}", "\u{85}",
        "\u{a0}", "\u{fffe}",
        "\u{10ffff}", "\t", "\u{7f}", "\u{1b}[2J", "“a”", "a\rb", "\u{430}",
    ]
    private static let addresses = [
        "https://", "http://[", "http://[::1]:3001", "http://localhost:99999", "http://localhost:0",
        "https://é.example/",
        "https://xn--/", "https://user:pass@host/#f?q", "http://127.0.0.1", "https://a.example/b/../c",
        "HTTPS://A.EXAMPLE",
        "https://a.example/%00", "x:/y", "javascript:alert(1)", "data:,x", "/..", "/%", "//", "/%2e%2e",
        "/a?b", "/", "*",
        "\"0.0.0.0,::\"", "[0.0.0.0, 127.0.0.1]", "[127.0.0.1, 127.0.0.1]", "[\"::1\", \"::ffff:127.0.0.1\"]",
        "[0.0.0.0/0]",
        "..", "a/b", "/dev/null", "redis://h", "redis://:p@h:0/99",
    ]
    private static let words = [
        "true", "yes", "none", "any", "[any]", "[POST, POST]", "[GET, POST]", "same-origin", "all", "enabled",
        "[none, none]",
        "{ rate: 1/1s, only: failures, shared: true }", "{ X-A: b, x-a: c }", "{ Set-Cookie: a=b }",
        "{ Content-Length: \"0\" }",
    ]
}
