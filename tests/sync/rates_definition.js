/*
 * node rates_definition.js MODULES OPENAPI > FILE: ShipEngine's definition with the body of
 * POST /v1/rates as it can be met. As published nothing can: it asks for shipment_id and shipment
 * and allows neither, its two alternatives both fit whatever fits the second, and the shipment
 * must name the carrier's service that is asked for. Here it is the second alternative alone;
 * every field keeps its own definition.
 */
"use strict";
const fs = require("fs");
const yaml = require(process.argv[2] + "/js-yaml");

const definition = yaml.load(fs.readFileSync(process.argv[3], "utf8"));
const schemas = definition.components.schemas;
const body = schemas.calculate_rates_request_body;
const shipment = schemas.address_validating_shipment;

/* Of another definition than the one that was looked at nothing is known. */
function expect(what, is, want) {
    if (JSON.stringify(is) === JSON.stringify(want))
        return;
    console.error(what + " is another: " + JSON.stringify(is));
    process.exit(1);
}

expect("what the body must have", body.required, ["shipment_id", "shipment"]);
expect("the alternatives", body.oneOf.map((one) => one.$ref.split("/").pop()),
    ["shipment_id_request", "rate_shipment_request"]);
expect("what the shipment must have", shipment.required,
    ["shipment_id", "carrier_id", "service_code", "ship_to", "ship_from"]);

body.required = ["shipment", "rate_options"];
body.allOf = body.allOf.concat(body.oneOf[1]);
delete body.oneOf;
shipment.required = ["ship_to", "ship_from", "packages"];
process.stdout.write(JSON.stringify(definition));
