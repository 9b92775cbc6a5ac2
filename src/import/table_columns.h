// The columns of an imported table: which members of its records get one, of what type, and what the conversion keeps.
// Thread rule: pure function.
#pragma once

#include <string>
#include <vector>

#include "bind/mappings/mappings.h"
#include "bind/mappings/source_table.h"
#include "catalog/catalog.h"
#include "import/member_statistics.h"
#include "readers/formats/parquet/stored_layout.h"

namespace quarry {

// `table`: of the catalog, or any other name. The layout is without its time column.
StoredLayout ChooseColumns(const std::string& table, const TelemetryShape& shape, const MemberStatistics& statistics,
                           const Mappings& mappings, const Catalog& catalog);

}  // namespace quarry
