// SPDX-License-Identifier: Apache-2.0
#include "backend/yaml_text.h"

#include "backend/content_hash.h"
#include "backend/jinja.h"

namespace t2d::backend {

// The emitter asks regular expressions whether a string may stand without quotes, which takes a tenth of a whole compile where the
// string is a key; what it writes by this function it does not ask about.
YAML::Emitter& put_word(YAML::Emitter& yaml, std::string_view word) { return yaml.WriteIntegralType(word); }

YAML::Emitter& put_key(YAML::Emitter& yaml, std::string_view key) { return put_word(yaml << YAML::Key, key) << YAML::Value; }

void start_yaml(YAML::Emitter& yaml, std::string_view key) {
    put_key(yaml << YAML::BeginMap, "version") << 2 << YAML::Newline << YAML::Newline;
    put_key(yaml, key) << YAML::BeginSeq;
}

std::string finish_yaml(YAML::Emitter& yaml) {
    yaml << YAML::EndSeq << YAML::EndMap;
    return stamp(kYamlComment, std::string(yaml.c_str()) + "\n");
}

void put_text(YAML::Emitter& yaml, std::string_view key, const std::string& text) {
    put_key(yaml, key) << YAML::DoubleQuoted << jinja::defused(text);
}

void put_column_head(YAML::Emitter& yaml, const ir::Column& column, const Dialect& dialect) {
    put_text(yaml, "name", column.name);
    if (dialect.identifier(column.name) != column.name) put_key(yaml, "quote") << true;
    put_text(yaml, "data_type", dialect.type_name(column.type));
}

} // namespace t2d::backend
