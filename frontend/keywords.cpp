// SPDX-License-Identifier: Apache-2.0
#include "frontend/keywords.h"

#include <array>
#include <string>
#include <vector>

#include "TSqlParser.h"
#include "frontend/token_stream.h"

namespace t2d::frontend {
namespace {

using Tok = TSqlParser;

/// Open-addressed table over the spellings of the keyword tokens.
class KeywordTable {
public:
    KeywordTable() {
        TokenStream nothing{std::string_view{}, {}};
        const TSqlParser parser(&nothing);
        const auto& vocabulary = parser.getVocabulary();
        for (std::size_t type = 0; type <= vocabulary.getMaxTokenType(); ++type) {
            const std::string literal = vocabulary.getLiteralName(type); // 'SELECT'
            spellings_.push_back(literal.size() > 2 ? literal.substr(1, literal.size() - 2) : std::string());
        }
        for (std::size_t type = 0; type < spellings_.size(); ++type)
            if (is_word(type)) insert(static_cast<std::uint16_t>(type));
    }
    [[nodiscard]] std::uint16_t find(std::string_view word) const {
        for (std::size_t i = slot(word);; i = (i + 1) % slots_.size()) {
            const std::uint16_t type = slots_[i];
            if (type == 0 || spellings_[type] == word) return type;
        }
    }
    [[nodiscard]] bool is_word(std::size_t type) const {
        return type < spellings_.size() && !spellings_[type].empty() && spellings_[type][0] >= 'A' &&
               spellings_[type][0] <= 'Z';
    }
    [[nodiscard]] std::string_view spelling(std::size_t type) const {
        return type < spellings_.size() ? std::string_view(spellings_[type]) : std::string_view();
    }

private:
    void insert(std::uint16_t type) {
        std::size_t i = slot(spellings_[type]);
        while (slots_[i] != 0)
            i = (i + 1) % slots_.size();
        slots_[i] = type;
    }
    static std::size_t slot(std::string_view word) {
        const auto at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(word[i])); };
        const std::size_t n = word.size();
        return (n * 37 + at(0) * 101 + at(n - 1) * 59 + at(n / 2) * 211 + at(n > 1 ? 1 : 0) * 13) % 1024;
    }
    std::vector<std::string> spellings_;
    std::array<std::uint16_t, 1024> slots_{};
};

const KeywordTable& table() {
    static const KeywordTable keywords;
    return keywords;
}

} // namespace

std::uint16_t keyword(std::string_view upper) { return upper.empty() ? std::uint16_t{0} : table().find(upper); }
bool is_keyword(std::size_t type) { return table().is_word(type); }
std::string_view spelling(std::size_t type) { return table().spelling(type); }

bool starts_statement(std::size_t type) {
    switch (type) {
    case Tok::K_SELECT:
    case Tok::K_WITH:
    case Tok::K_INSERT:
    case Tok::K_UPDATE:
    case Tok::K_DELETE:
    case Tok::K_MERGE:
    case Tok::K_DECLARE:
    case Tok::K_SET:
    case Tok::K_IF:
    case Tok::K_WHILE:
    case Tok::K_BEGIN:
    case Tok::K_EXEC:
    case Tok::K_EXECUTE:
    case Tok::K_CREATE:
    case Tok::K_ALTER:
    case Tok::K_DROP:
    case Tok::K_TRUNCATE:
    case Tok::K_PRINT:
    case Tok::K_RETURN:
    case Tok::K_RAISERROR:
    case Tok::K_THROW:
    case Tok::K_COMMIT:
    case Tok::K_ROLLBACK:
    case Tok::K_SAVE:
    case Tok::K_OPEN:
    case Tok::K_CLOSE:
    case Tok::K_DEALLOCATE:
    case Tok::K_FETCH:
    case Tok::K_GOTO:
    case Tok::LABEL:
    case Tok::K_BREAK:
    case Tok::K_CONTINUE:
    case Tok::K_USE:
    case Tok::K_GRANT:
    case Tok::K_DENY:
    case Tok::K_REVOKE:
    case Tok::K_BACKUP:
    case Tok::K_RESTORE:
    case Tok::K_DBCC:
    case Tok::K_KILL:
    case Tok::K_WAITFOR:
    case Tok::K_CHECKPOINT:
    case Tok::K_RECONFIGURE:
    case Tok::K_SHUTDOWN:
    case Tok::K_REVERT:
    case Tok::K_READTEXT:
    case Tok::K_WRITETEXT:
    case Tok::K_UPDATETEXT:
    case Tok::K_SETUSER:
    case Tok::K_LINENO:
    case Tok::K_BULK:
    case Tok::RECOGNIZED:
    case Tok::LP_QUERY: return true;
    default: return false;
    }
}

} // namespace t2d::frontend
