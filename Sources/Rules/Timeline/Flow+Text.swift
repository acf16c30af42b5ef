import Glibc
import OAuthModel
import Web
import WireText

/// A flow as a person reads it in a terminal, or puts it into a report of a defect: lines of visible ASCII but for the sign of sections.
package func text(of flow: Flow) -> String {
    let began = flow.summary.began
    return ([text(of: flow.summary)] + flow.hops.map { $0.text(since: began) }).joined(separator: "\n")
}

/// A row, and below it where it stopped and what to do.
package func text(of summary: FlowSummary) -> String {
    let rest = summary.stop.map { stop in
        let refusal = summary.refusal
        return "\n  where    \(stop.words) (\(refusal?.section ?? "\(stop.account.section)"))"
            + (refusal.map { "\n  why      \($0.finding)" } ?? "")
            + "\n  remedy   \(refusal?.remedy ?? "\(stop.account.remedy)")"
    }
    return summary.row + (rest ?? "")
}

extension FlowSummary {
    fileprivate var row: String {
        let called = client?.name.map { "\"\($0.excerpt(64))\" " } ?? ""
        let who = client.map { "\(called)\(WireText($0.id.rawValue).excerpt(120))" } ?? "somebody"
        let person = person.map { " for \(WireText($0.rawValue).excerpt(64))" } ?? ""
        let what = scope.map { ", \($0)" } ?? ""
        let place = resource.map { " at \($0)" } ?? ""
        let page = origin.map { ", a page of \($0)" } ?? ""
        return "\(began.text)  \(verdict.words), \(reached.words): \(who)\(person)\(what)\(place)"
            + "\n  flow     \(names), from \(peer)\(page)"
    }

    /// With that in the log, where it is another.
    private var names: String {
        guard let login, login.rawValue != name.text else { return name.text }
        return "\(name.text) (\(login.rawValue))"
    }
}

extension Hop {
    fileprivate func text(since began: Timestamp) -> String {
        let times = count == 1 ? "" : " (\(count) times, the last after \(lastAt.since(began).shown))"
        let probable = isProbable ? " [probable]" : ""
        let waited = duration.map { ", in \($0.milliseconds) ms" } ?? ""
        let what = asked.map { ", \($0)" } ?? ""
        return
            "  +\(firstAt.since(began).shown)  \(from.words) > \(to.words): \(self.what)\(times)\(probable)"
            + "\n    \(name)\(why.map { " \($0.name)" } ?? "")\(what), request \(requestID)\(waited)"
    }
}

extension Duration {
    /// `0.012 s`, `61 s`, `2 h 5 min`.
    fileprivate var shown: String {
        let milliseconds = max(0, milliseconds)
        switch milliseconds {
        case ..<10_000:
            let rest = "\(milliseconds % 1000)"
            return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.utf8.count))\(rest) s"
        case ..<120_000: return "\(milliseconds / 1000) s"
        case ..<7_200_000: return "\(milliseconds / 60_000) min"
        default: return "\(milliseconds / 3_600_000) h \(milliseconds / 60_000 % 60) min"
        }
    }
}

extension Timestamp {
    /// `2026-11-27 14:03:05 UTC`.
    fileprivate var text: String {
        var (time, parts) = (time_t(seconds), tm())
        guard gmtime_r(&time, &parts) != nil else { return "\(seconds)" }
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        return "\(date) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) UTC"
    }
}
