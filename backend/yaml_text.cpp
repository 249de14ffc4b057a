// SPDX-License-Identifier: Apache-2.0
#include "backend/yaml_text.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "backend/content_hash.h"
#include "backend/jinja.h"
#include "backend/layout.h"

namespace t2d::backend {

namespace {

constexpr int kIndent = 2; ///< blanks of a level: as wide as the dash of an item

std::string quoted(const std::string& text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
    if (plain) return '"' + text + '"';
    YAML::Emitter yaml;
    yaml << YAML::DoubleQuoted << text;
    return yaml.c_str();
}

} // namespace

YamlText::YamlText(std::string_view key) {
    word("version", "2");
    out_ += "\n";
    line().append(key) += ":\n";
    ++depth_;
}

/// The place of the next line's text.
std::string& YamlText::line() {
    out_ += blanks(depth_ * kIndent);
    if (starts_item_) out_[out_.size() - kIndent] = '-';
    starts_item_ = false;
    return out_;
}

YamlText::Level YamlText::open(std::string_view key) {
    line().append(key) += ":\n";
    return Level(*this);
}

YamlText::Level YamlText::item() {
    starts_item_ = true;
    return Level(*this);
}

void YamlText::word(std::string_view key, std::string_view word) { line().append(key).append(": ").append(word) += '\n'; }

void YamlText::code(std::string_view key, std::string_view code) { word(key, quoted(std::string(code))); }

void YamlText::text(std::string_view key, std::string_view text) { word(key, quoted(jinja::defused(text))); }

void YamlText::word_item(std::string_view word) { line().append("- ").append(word) += '\n'; }

void YamlText::text_item(std::string_view text) { word_item(quoted(jinja::defused(text))); }

void YamlText::columns(const std::vector<ir::Column>& columns, const Dialect& dialect) {
    if (columns.empty()) return;
    const auto list = open("columns");
    for (const ir::Column& column : columns) {
        const auto entry = item();
        column_head(column, dialect);
    }
}

void YamlText::column_head(const ir::Column& column, const Dialect& dialect) {
    text("name", column.name);
    if (dialect.identifier(column.name) != column.name) word("quote", "true");
    text("data_type", dialect.type_name(column.type));
}

std::string YamlText::finished() const { return stamp(kYamlComment, out_); }

} // namespace t2d::backend
