// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/replay_names.h"

#include <fmt/format.h>

#include <cctype>

#include "backend/content_hash.h"

namespace t2d::backend {

std::string plain_name(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 && byte < 128)
            out += static_cast<char>(std::tolower(byte));
        else if (!out.empty() && out.back() != '_')
            out += '_';
    }
    while (!out.empty() && out.back() == '_')
        out.pop_back();
    return out.empty() ? "t" : out;
}

std::string short_name(const std::string& name, std::size_t longest) {
    constexpr std::size_t kHash = 8;
    if (name.size() <= longest) return name;
    return name.substr(0, longest - kHash - 1) + "_" + hash_of(name).substr(0, kHash);
}

std::string scratch_name(const std::string& replay, const std::string& table) { return short_name(replay + "__" + table, kLongestName); }

std::string session_name(const ir::Program& program, int variable) {
    const std::string& written = program.variables[static_cast<std::size_t>(variable)].name;
    return fmt::format("v{}_{}", variable, plain_name(written.substr(written.find_first_not_of('@'))));
}

std::string counter_name(const std::string& prefix, const ir::TableSymbol& table, int column) {
    return fmt::format("last_{}_{}_{}", prefix, plain_name(table.key),
                       plain_name(table.columns[static_cast<std::size_t>(column)].name));
}

std::string read_session(const std::string& name, const SqlType& type, const Dialect& dialect) {
    return dialect.replay()->variable(name, dialect.type_name(type));
}

bool is_numbered(const ir::TableSymbol& table, int column) {
    if (static_cast<std::size_t>(column) >= table.rules.size()) return false;
    const ir::ColumnRule& rule = table.rules[static_cast<std::size_t>(column)];
    const bool sequence =
        rule.default_value != nullptr && std::holds_alternative<ir::NextValue>(rule.default_value->node);
    return rule.identity || sequence;
}

} // namespace t2d::backend
