// SPDX-License-Identifier: Apache-2.0
// The hand scanner against the lexer generated from grammars/TSqlLexer.g4.
#include <catch2/catch.hpp>

#include "TSqlLexer.h"
#include "frontend/decode.h"
#include "frontend/scanner.h"
#include "tests/frontend/support.h"

using namespace t2d;

namespace {

/// The grammar's literals are upper case, so the lexer sees upper case.
class UpperCaseStream final : public antlr4::ANTLRInputStream {
public:
    using antlr4::ANTLRInputStream::ANTLRInputStream;
    std::size_t LA(ssize_t i) override {
        const std::size_t c = antlr4::ANTLRInputStream::LA(i);
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    }
};

struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t kind = 0;
    friend bool operator==(const Piece&, const Piece&) = default;
};

/// True when a line is for sqlcmd, which the generated lexer does not know.
bool is_sqlcmd(const std::string& text, std::size_t line) {
    return text.compare(line, 8, ":setvar ") == 0 || text.compare(line, 3, ":r ") == 0 || text.compare(line, 2, "!!") == 0;
}

std::vector<std::size_t> byte_offsets(std::string_view text) {
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) offsets.push_back(i);
    offsets.push_back(text.size());
    return offsets;
}

/// Tokens of the generated lexer in bytes; it cannot see that GO stands alone on its line, so `skip` says where GO
/// lines are.
std::vector<Piece> generated(const std::string& text, const std::vector<frontend::ScanToken>& scanned) {
    const auto bytes = byte_offsets(text);
    UpperCaseStream input(text);
    TSqlLexer lexer(&input);
    std::vector<Piece> result;
    std::size_t next = 0;
    for (const auto& token : lexer.getAllTokens()) {
        if (token->getChannel() != antlr4::Token::DEFAULT_CHANNEL) continue;
        const Piece piece{bytes[token->getStartIndex()], bytes[token->getStopIndex() + 1], token->getType()};
        while (next < scanned.size() &&
               (scanned[next].kind != TSqlLexer::GO || text.find('\n', scanned[next].begin) < piece.begin))
            ++next;
        const std::size_t line = text.find_last_of('\n', piece.begin) + 1; // npos + 1 is 0
        if (is_sqlcmd(text, line)) continue;
        const bool on_go_line =
            next < scanned.size() && scanned[next].kind == TSqlLexer::GO && piece.begin >= scanned[next].begin;
        if (!on_go_line) result.push_back(piece);
    }
    return result;
}

void check_same(const std::string& text) {
    const frontend::ScanResult scanned = frontend::scan(text);
    std::vector<Piece> ours;
    for (const frontend::ScanToken& t : scanned.tokens)
        if (t.kind != TSqlLexer::GO) ours.push_back({t.begin, t.end, t.kind});
    const std::vector<Piece> theirs = generated(text, scanned.tokens);
    REQUIRE(ours.size() == theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        INFO("token '" << text.substr(ours[i].begin, ours[i].end - ours[i].begin) << "' at byte " << ours[i].begin);
        REQUIRE(ours[i] == theirs[i]);
    }
}

} // namespace

TEST_CASE("both lexers split the sample files alike") {
    for (const auto& path : test::sample_files()) {
        INFO(path.string());
        check_same(frontend::decode(test::read_file(path)).text);
    }
    for (const auto& entry : std::filesystem::directory_iterator(test::source_path("tests/frontend/golden"))) {
        INFO(entry.path().string());
        const std::string content = test::read_file(entry.path());
        const std::string sql = content.substr(0, content.find("\n--\n") + 1);
        if (frontend::scan(sql).errors.empty()) check_same(sql);
    }
}

TEST_CASE("both lexers agree on odd tokens") {
    check_same("0x 0xZ 1.e5 1e 1e+ 1.2.3 .5.5 5..5 1e5e5 $1.5.5 $ $a $1a a$1");
    check_same("'a''b' N'c' n'd' Nx [a]]b] \"c\"\"d\" '' [] \"\" ''''");
    check_same("@ @@a @a# #a ##b a@b _ 1a a.b.c ::a :b {fn} != !< !> <> <= >= *= =* += -= /= %= &= ^= |= ! ? \\ `");
    check_same("/* a /* b */ c */ d -- e\nf /**/ g --\n- -- h");
    check_same("ünï 名前 \xC2\xA0 a\xC2\xA0"
               "b \xE3\x80\x80 \xE2\x80\x83 x\xE2\x80\x8Fy \xF0\x9F\x98\x80 \xE2\x80\x8B");
    check_same("SELECTx select Select TRY_CONVERT AUTHORIZATION identity_insert GOTO GOx");
}

TEST_CASE("GO separates batches only when it stands alone on its line") {
    const auto kinds = [](std::string_view text) {
        std::size_t count = 0;
        for (const auto& t : frontend::scan(text).tokens)
            count += t.kind == TSqlLexer::GO ? 1 : 0;
        return count;
    };
    CHECK(kinds("GO") == 1);
    CHECK(kinds("a\r\n  go 5\r\nb\nGo -- x\nGO;\n") == 3);
    CHECK(kinds("select go\nGO a\n'x\nGO\n' /*\nGO\n*/ [\nGO\n]") == 0);
}
