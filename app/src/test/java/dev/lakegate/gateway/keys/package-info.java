/// Key sets as providers, careless and hostile ones too, publish them.
package dev.lakegate.gateway.keys;
