// SPDX-License-Identifier: Apache-2.0
#include "frontend/forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace t2d::frontend {
namespace {

struct Form {
    std::string_view name;
    std::string_view text;
};
constexpr Form kForms[] = {
#define FORM(name, text) {name, text},
#include "frontend/forms.def"
};

/// Words that cannot be names: those reserved words that stand in forms where a name could be.
constexpr std::string_view kReserved[] = {
    "ADD",  "ALL",  "ALTER", "AND",    "AS",      "ASC",  "BY",  "CREATE", "DEFAULT", "DESC",   "DROP", "EXISTS", "EXTERNAL", "FILE", "FOR",  "FROM",
    "IF",   "IN",   "INTO",  "IS",     "KEY",     "NOT",  "NULL", "OFF",   "ON",      "OR",     "PRIMARY", "SELECT", "SET",   "TABLE", "TO", "USER",
    "WITH", "WHERE", "UNION", "UPDATE", "VALUES", "DELETE", "INSERT"};

using Words = std::vector<std::string_view>;

const Form* find_form(std::string_view name) {
    const auto* found = std::find_if(std::begin(kForms), std::end(kForms), [&](const Form& f) { return f.name == name; });
    return found == std::end(kForms) ? nullptr : found;
}

Words split(std::string_view text, char at) {
    Words result;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(at, begin), text.size());
        if (end > begin) result.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return result;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
bool letter(char c) { return (upper(c) >= 'A' && upper(c) <= 'Z') || c == '_' || c == '#' || (static_cast<unsigned char>(c) & 0x80U) != 0; }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool spelled(std::string_view token, std::string_view word) {
    return token.size() == word.size() &&
           std::equal(token.begin(), token.end(), word.begin(), [](char a, char b) { return upper(a) == b; });
}

bool is_string(std::string_view t) {
    return !t.empty() && (t[0] == '\'' || (t.size() > 1 && upper(t[0]) == 'N' && t[1] == '\''));
}
bool is_binary(std::string_view t) { return t.size() > 1 && t[0] == '0' && upper(t[1]) == 'X'; }
bool is_number(std::string_view t) { return !t.empty() && (digit(t[0]) || (t.size() > 1 && t[0] == '.' && digit(t[1]))) && !is_binary(t); }
bool is_integer(std::string_view t) { return is_number(t) && std::all_of(t.begin(), t.end(), digit); }
bool is_word(std::string_view t) { return !t.empty() && letter(t[0]) && !is_string(t); }
bool is_name(std::string_view t) {
    if (t.empty()) return false;
    if (t[0] == '[' || t[0] == '"') return t.size() > 2;
    return is_word(t) && std::none_of(std::begin(kReserved), std::end(kReserved), [&](auto word) { return spelled(t, word); });
}
/// A variable of sqlcmd stands for any text.
bool is_replaced(std::string_view t) { return t.size() > 1 && t[0] == '$' && t[1] == '('; }

/// Is the number inside `low..high`?
bool inside(std::string_view number, std::string_view range) {
    const std::size_t dots = range.find("..");
    const auto value = [](std::string_view text) {
        double result = 0;
        std::from_chars(text.data(), text.data() + text.size(), result);
        return result;
    };
    const double n = value(number);
    return n >= value(range.substr(0, dots)) && n <= value(range.substr(dots + 2));
}

/// Predictive matcher: the next token alone decides which alternative is taken.
class Matcher {
public:
    explicit Matcher(const Words& tokens) : tokens_(tokens) {}

    std::optional<FormProblem> run(std::string_view form) {
        if (sequence(split(form, ' ')) && at_ < tokens_.size())
            report(expected_.empty() ? "" : choice());
        return std::move(problem_);
    }

private:
    /// A stretch of the words of a form.
    struct Part {
        Part(const Words& form) : form(&form), end(form.size()) {}
        Part(const Part& whole, std::size_t begin, std::size_t end) : form(whole.form), begin(begin), end(end) {}
        [[nodiscard]] std::string_view word(std::size_t i) const { return (*form)[i]; }
        const Words* form;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    [[nodiscard]] std::string_view token() const { return at_ < tokens_.size() ? tokens_[at_] : std::string_view(); }
    [[nodiscard]] static bool opens(std::string_view w) { return w == "{" || w == "["; }
    [[nodiscard]] static bool closes(std::string_view w) { return w == "]" || w[0] == '}'; }
    [[nodiscard]] static bool is_mark(std::string_view w) { return w == "repeat" || w == "maybe"; }
    [[nodiscard]] static bool is_form(std::string_view w) { return w.size() > 2 && w[0] == '<'; }

    [[nodiscard]] static std::size_t closing(const Part& p, std::size_t open) {
        std::size_t depth = 0;
        for (std::size_t i = open; i < p.end; ++i) {
            if (opens(p.word(i))) ++depth;
            if (closes(p.word(i)) && --depth == 0) return i;
        }
        return p.end;
    }
    [[nodiscard]] static std::vector<Part> alternatives(const Part& p, std::size_t open, std::size_t close) {
        std::vector<Part> result;
        std::size_t begin = open + 1;
        for (std::size_t i = begin; i <= close; ++i) {
            if (opens(p.word(i))) i = closing(p, i);
            if (i != close && p.word(i) != "|") continue;
            result.emplace_back(p, begin, i);
            begin = i + 1;
        }
        return result;
    }

    /// Can the part begin with the next token? An empty part, or one of optional things only, always can.
    bool can_start(const Part& p) {
        for (std::size_t i = p.begin; i < p.end; ++i) {
            const std::string_view w = p.word(i);
            if (is_mark(w)) continue;
            if (!opens(w)) return is_form(w) ? can_start_form(w) : fits(w, token());
            const std::size_t close = closing(p, i);
            for (const Part& alternative : alternatives(p, i, close))
                if (can_start(alternative)) return true;
            if (p.word(close) != "]" && p.word(close) != "}*") return false;
            i = close;
        }
        return true;
    }
    bool can_start_form(std::string_view w) {
        const Words inner = split(find_form(w.substr(1, w.size() - 2))->text, ' ');
        return can_start(inner);
    }

    bool sequence(const Part& p) {
        for (std::size_t i = p.begin; i < p.end; ++i) {
            const std::string_view w = p.word(i);
            if (opens(w)) {
                const std::size_t close = closing(p, i);
                if (!group(alternatives(p, i, close), p.word(close))) return false;
                i = close;
            } else if (is_form(w)) {
                const Words inner = split(find_form(w.substr(1, w.size() - 2))->text, ' ');
                if (!sequence(inner)) return false;
            } else if (!is_mark(w) && !leaf(w)) {
                return false;
            }
        }
        return true;
    }

    bool group(const std::vector<Part>& list, std::string_view close) {
        const bool all = close == "}&";
        const bool once = close == "}!" || close == "}*" || all;
        const bool commas = close == "}!" || close == "}+" || all;
        const bool optional = close == "]" || close == "}*";
        std::set<std::size_t> seen;
        for (bool first = true;; first = false) {
            std::size_t i = 0;
            while (i < list.size() && !can_start(list[i]))
                ++i;
            if (i == list.size() && !optional && is_replaced(token())) {
                step(); // a word that sqlcmd fills in
                return true;
            }
            if (i == list.size()) {
                for (const Part& alternative : list)
                    note(alternative);
                return (optional || (!first && !commas)) || report(choice());
            }
            const bool again = !seen.insert(i).second && once && list[i].word(list[i].begin) != "repeat";
            if (again) return fail(fmt::format("'{}' is given twice", token()));
            const std::size_t before = at_;
            if (!sequence(list[i])) return false;
            if (close == "]" || close == "}" || at_ == before) return true;
            if (commas && token() != ",") return !all || complete(list, seen);
            if (commas) step();
        }
    }

    /// Are the parts that must all be there among those seen?
    bool complete(const std::vector<Part>& list, const std::set<std::size_t>& seen) {
        for (std::size_t i = 0; i < list.size(); ++i)
            if (seen.count(i) == 0 && list[i].word(list[i].begin) != "maybe") {
                note(list[i]);
                return report("a comma and " + choice());
            }
        return true;
    }

    /// One token, or for the classes `path`, `parens` and `rest` several.
    bool leaf(std::string_view w) {
        if (w == "rest") {
            at_ = tokens_.size();
            return true;
        }
        if (!fits(w, token()) && !(is_replaced(token()) && is_word(w))) {
            note(w);
            return report(choice());
        }
        if (w == "parens") return parens();
        if (w.substr(0, 5) == "path:") return path(static_cast<std::size_t>(w[5] - '0'));
        step();
        return true;
    }
    bool parens() {
        std::size_t depth = 0;
        for (; at_ < tokens_.size(); ++at_) {
            if (tokens_[at_] == "(") ++depth;
            if (tokens_[at_] == ")" && --depth == 0) break;
        }
        if (at_ == tokens_.size()) return report("')'");
        step();
        return true;
    }
    /// A name of at most so many parts, some of which may be left out: `db..t`.
    bool path(std::size_t most) {
        bool name = false;
        std::size_t parts = 1;
        for (;; step()) {
            if (token() == ".") {
                name = false;
                ++parts;
            } else if (!name && is_name_part(token())) {
                name = true;
            } else {
                break;
            }
        }
        if (!name) return report("a name");
        return parts <= most || fail(fmt::format("expected a name of at most {} parts", most));
    }
    [[nodiscard]] static bool is_name_part(std::string_view t) { return is_name(t) || is_word(t) || is_replaced(t); }

    [[nodiscard]] static bool fits(std::string_view w, std::string_view t) {
        if (t.empty()) return w == "rest";
        if (is_replaced(t)) return w[0] >= 'a' && w[0] <= 'z';
        const std::string_view kind = w.substr(0, w.find(':'));
        const std::string_view range = kind.size() == w.size() ? std::string_view() : w.substr(kind.size() + 1);
        if (kind == "name") return is_name(t);
        if (kind == "path") return is_name(t) || t == ".";
        if (kind == "word") return is_word(t);
        if (kind == "string") return is_string(t);
        if (kind == "text") return is_string(t) && t.size() > (t[0] == '\'' ? 2U : 3U);
        if (kind == "int") return is_integer(t) && (range.empty() || inside(t, range));
        if (kind == "number") return is_number(t) && (range.empty() || inside(t, range));
        if (kind == "binary") return is_binary(t);
        if (kind == "variable") return t[0] == '@';
        if (kind == "parens") return t == "(";
        if (kind == "rest" || kind == "any") return true;
        return spelled(t, w);
    }

    /// What the reader calls it.
    [[nodiscard]] static std::string described(std::string_view w) {
        const std::size_t colon = w.find(':');
        const std::string range = colon == std::string_view::npos || w[0] == 'p' ? "" : fmt::format(" in {}", w.substr(colon + 1));
        const std::string_view kind = w.substr(0, colon);
        if (kind == "name" || kind == "path" || kind == "word") return "a name";
        if (kind == "string") return "a string";
        if (kind == "text") return "a string that is not empty";
        if (kind == "int") return "a whole number" + range;
        if (kind == "number") return "a number" + range;
        if (kind == "binary") return "a binary value";
        if (kind == "variable") return "a variable";
        if (kind == "parens") return "'('";
        return fmt::format("'{}'", w);
    }
    void note(std::string_view w) {
        const std::string what = described(w);
        if (noted_at_ != at_) expected_.clear();
        noted_at_ = at_;
        if (std::find(expected_.begin(), expected_.end(), what) == expected_.end()) expected_.push_back(what);
    }
    /// Notes what the part may begin with.
    void note(const Part& p) {
        if (p.begin == p.end) return;
        const std::string_view w = is_mark(p.word(p.begin)) ? p.word(p.begin + 1) : p.word(p.begin);
        if (is_form(w)) {
            const Words inner = split(find_form(w.substr(1, w.size() - 2))->text, ' ');
            note(Part(inner));
        } else if (opens(w)) {
            for (const Part& alternative : alternatives(p, p.begin, closing(p, p.begin)))
                note(alternative);
        } else {
            note(w);
        }
    }
    /// Some words to choose from; nothing when there are too many to be read.
    [[nodiscard]] std::string choice() const {
        constexpr std::size_t kMost = 6;
        if (expected_.size() > kMost || noted_at_ != at_) return {};
        std::string result;
        for (std::size_t i = 0; i < expected_.size(); ++i)
            result += (i == 0 ? "" : i + 1 == expected_.size() ? " or " : ", ") + expected_[i];
        return result;
    }

    void step() { ++at_; }
    bool report(const std::string& wanted) {
        const std::string found = at_ < tokens_.size() ? fmt::format("'{}'", token()) : std::string("the end of the statement");
        return fail(wanted.empty() ? fmt::format("unexpected {}", found) : fmt::format("expected {} but found {}", wanted, found));
    }
    bool fail(std::string message) {
        if (!problem_) problem_ = FormProblem{at_, std::move(message)};
        return false;
    }

    const Words& tokens_;
    std::size_t at_ = 0;
    std::optional<FormProblem> problem_;
    std::vector<std::string> expected_; ///< what could stand at noted_at_
    std::size_t noted_at_ = 0;
};

} // namespace

std::optional<FormProblem> check_form(std::string_view name, const std::vector<std::string_view>& tokens) {
    const Form* form = find_form(name);
    return form == nullptr ? std::nullopt : Matcher(tokens).run(form->text);
}

} // namespace t2d::frontend
